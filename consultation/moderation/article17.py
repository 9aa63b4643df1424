"""A decision as a statement of reasons, as the Commission's transparency database names it. Pure.

Article 24(5) of the Digital Services Act has online platforms send each statement there, without
personal data; the names below are those of its API. What corresponds to what:

| here                            | there                                                    |
|---------------------------------|----------------------------------------------------------|
| refuse, hide                    | `decision_visibility` CONTENT_REMOVED, CONTENT_DISABLED  |
| mask, move                      | OTHER, with `decision_visibility_other`                  |
| close a thread                  | CONTENT_INTERACTION_RESTRICTED                           |
| suspend                         | `decision_provision` PARTIAL_SUSPENSION: here alone      |
| a clause of the charter         | `decision_ground` INCOMPATIBLE_CONTENT                   |
| a law                           | `decision_ground` ILLEGAL_CONTENT                        |
| a notice                        | `source_type` ARTICLE_16                                 |
| a flag, an appeal, an authority | `source_type` TYPE_OTHER_NOTIFICATION                    |
| the moderator's own reading     | `source_type` VOLUNTARY                                  |
| the category of the clause      | `category`; ILLEGAL_OR_HARMFUL_SPEECH for a law          |

Each clause of a charter carries its category, whatever its number. `decision_facts` may name
people: whoever sends a statement out leaves it to `without_people`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from consultation.accounts.charter import OTHER
from consultation.consultations.charter import Clause
from consultation.contributions.models import Contribution
from consultation.core.clock import PARIS
from consultation.moderation.models import Automation, Decision, Ground, Measure, Source
from consultation.moderation.transitions import RESTRICTS

Fields = dict[str, Any]
REPORTED = RESTRICTS | {Measure.MOVE, Measure.CLOSE_THREAD}
"""What restricts somebody, and so has a statement."""
_VISIBILITY = {
    Measure.REFUSE: "DECISION_VISIBILITY_CONTENT_REMOVED",
    Measure.HIDE: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Measure.CLOSE_THREAD: "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED",
    Measure.MASK: "DECISION_VISIBILITY_OTHER",
    Measure.MOVE: "DECISION_VISIBILITY_OTHER",
}
_OTHER = {
    Measure.MASK: "Some passages are masked; the opinion stays readable",
    Measure.MOVE: "Moved to another part of the discussion",
}
_SOURCES = {
    Source.OWN: "SOURCE_VOLUNTARY",
    Source.NOTICE: "SOURCE_ARTICLE_16",
    Source.FLAG: "SOURCE_TYPE_OTHER_NOTIFICATION",
    Source.APPEAL: "SOURCE_TYPE_OTHER_NOTIFICATION",
    Source.AUTHORITY: "SOURCE_TYPE_OTHER_NOTIFICATION",
}
_AUTOMATION = {
    Automation.NONE: "AUTOMATED_DECISION_NOT_AUTOMATED",
    Automation.PARTIAL: "AUTOMATED_DECISION_PARTIALLY",
    Automation.FULL: "AUTOMATED_DECISION_FULLY",
}
_LAWFUL = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"


def statement_fields(
    decision: Decision, contribution: Contribution, clause: Clause | None
) -> Fields:
    """The fields of the statement; nothing for what restricts nobody.

    `clause` is that of the charter which the decision names.
    """
    if decision.measure not in REPORTED:
        return {}
    return {
        "puid": decision.key,
        **_restriction(decision),
        **_ground(decision, clause.title if clause else ""),
        "decision_facts": decision.facts,
        "category": category_of(decision, clause),
        "content_type": ["CONTENT_TYPE_TEXT"],
        "content_date": _day(contribution.submitted_at),
        "application_date": _day(decision.decided_at),
        "territorial_scope": [],
        "source_type": _SOURCES[decision.source],
        "automated_detection": "Yes" if decision.is_machine_detected else "No",
        "automated_decision": _AUTOMATION[decision.automation],
    }


def without_people(fields: Mapping[str, Any]) -> Fields:
    """The same for the public: what a moderator wrote in their own words may name somebody."""
    own_words = {"decision_facts", "illegal_content_explanation",
                 "incompatible_content_explanation"}  # fmt: skip
    return {name: value for name, value in fields.items() if name not in own_words}


def category_of(decision: Decision, clause: Clause | None) -> str:
    """The Commission's category of what was breached."""
    if decision.ground is Ground.LAW:
        return _LAWFUL
    return f"STATEMENT_CATEGORY_{clause.category if clause else OTHER}"


def _restriction(decision: Decision) -> Fields:
    if decision.measure is Measure.SUSPEND:
        return {
            "decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION",
            "end_date_service_restriction": _day(decision.ends_at) if decision.ends_at else None,
        }
    fields: Fields = {
        "decision_visibility": [_VISIBILITY[decision.measure]],
        "end_date_visibility_restriction": (
            _day(decision.reversed_at) if decision.reversed_at else None
        ),
    }
    if decision.measure in _OTHER:
        fields["decision_visibility_other"] = _OTHER[decision.measure]
    return fields


def _ground(decision: Decision, clause_title: str) -> Fields:
    if decision.ground is Ground.LAW:
        return {
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": decision.legal_ref,
            "illegal_content_explanation": decision.facts,
        }
    return {
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": " ".join((decision.clause, clause_title)).strip(),
        "incompatible_content_explanation": decision.facts,
        "incompatible_content_illegal": "No",
    }


def _day(moment: datetime) -> str:
    """The day in Paris: 2025-09-09."""
    return moment.astimezone(PARIS).date().isoformat()
