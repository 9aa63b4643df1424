"""The question that is asked before personal data is stored."""

from dataclasses import dataclass

from consultation.contributions.forms.composer import ComposerForm
from consultation.core.i18n import _
from consultation.screening.health import health_data
from consultation.screening.personal_data import excerpt, personal_data, trace_label


@dataclass(frozen=True)
class Found:
    """One trace of personal data, as its author is shown it."""

    label: str
    excerpt: str


def personal_data_in(form: ComposerForm) -> list[Found]:
    """What the form's texts hold, but what stands in the consulted paragraph already."""
    written = form.written()
    original = form.place.original or ""
    texts = (written.proposed_text or "", written.source)
    data = [
        Found(trace_label(trace.kind), excerpt(text, trace))
        for text in texts
        for trace in personal_data(text)
        if text[trace.start : trace.end] not in original
    ]
    health = [
        Found(_("la santé d’une personne"), text[start:end])
        for text in texts
        for start, end in health_data(text)
        if text[start:end] not in original
    ]
    return data + health
