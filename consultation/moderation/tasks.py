"""Work of moderation: reports of what was withdrawn, and people who are to be forgotten."""

from consultation.moderation.services.retention import (
    answer_next_withdrawn,
    erase_next_notifier,
)

__all__ = ["answer_next_withdrawn", "erase_next_notifier"]
