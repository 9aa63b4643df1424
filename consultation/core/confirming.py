"""Acts that count are asked about once: what will happen, one button that does it, one way back."""

from flask import render_template, request

ANSWER = "confirmed"


def ask_first(title: str, *sentences: str, verb: str, back: str) -> str | None:
    """The page that asks, or None once the person has said yes.

    What the form sent is sent again with the answer, so that the view behind it stays the same.
    """
    if request.form.get(ANSWER):
        return None
    sent = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    return render_template(
        "layouts/confirm.html",
        question=title,
        sentences=sentences,
        verb=verb,
        back=back,
        fields=[*sent, (ANSWER, "1")],
    )
