"""The question that is asked before personal data is stored."""

from dataclasses import dataclass

from consultation.contributions.forms.composer import ComposerForm
from consultation.screening.personal_data import TraceKind, excerpt, personal_data, trace_label


@dataclass(frozen=True)
class Found:
    """One trace of personal data, as its author is shown it."""

    kind: TraceKind
    label: str
    excerpt: str


def personal_data_in(form: ComposerForm) -> list[Found]:
    """What the form's texts hold, but what stands in the consulted paragraph already."""
    written = form.written()
    original = form.place.original or ""
    return [
        Found(trace.kind, trace_label(trace.kind), excerpt(text, trace))
        for text in (written.proposed_text or "", written.source)
        for trace in personal_data(text)
        if text[trace.start : trace.end] not in original
    ]
