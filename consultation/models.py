"""Every table, for Alembic and for whoever needs them all mapped."""

from consultation.accounts import models as accounts
from consultation.answers import models as answers
from consultation.committees import models as committees
from consultation.consultations import models as consultations
from consultation.contributions import models as contributions
from consultation.core import files, journal, journal_check, mail
from consultation.core.db import Base
from consultation.documents import models as documents
from consultation.exports import models as exports
from consultation.moderation import desk, reports
from consultation.moderation import models as moderation
from consultation.moderation.campaigns import models as campaigns
from consultation.screening import models as screening
from consultation.synthesis import models as synthesis
from consultation.versions import models as versions

metadata = Base.metadata

__all__ = [
    "accounts",
    "answers",
    "campaigns",
    "committees",
    "consultations",
    "contributions",
    "desk",
    "documents",
    "exports",
    "files",
    "journal",
    "journal_check",
    "mail",
    "metadata",
    "moderation",
    "reports",
    "screening",
    "synthesis",
    "versions",
]
