"""What templates of every feature call about a consultation."""

from consultation.consultations.promises import promise, waiting
from consultation.consultations.views import bp

bp.add_app_template_global(promise, "moderation_promise")
bp.add_app_template_global(waiting, "moderation_waiting")
