"""How long something waited, in words. Pure."""

from datetime import timedelta

from consultation.core.i18n import _, _n

DAYS_FROM = timedelta(days=2)


def in_words(waited: timedelta) -> str:
    """« 12 min », « 19 h 40 », « 17 h », « 3 jours »."""
    if waited >= DAYS_FROM:
        return _n("%(num)s jour", "%(num)s jours", waited.days)
    minutes = max(0, int(waited.total_seconds() // 60))
    if minutes < 60:
        return _("%(minutes)s min", minutes=minutes)
    hours, rest = divmod(minutes, 60)
    if not rest:
        return _("%(hours)s h", hours=hours)
    return _("%(hours)s h %(minutes)s", hours=hours, minutes=f"{rest:02}")
