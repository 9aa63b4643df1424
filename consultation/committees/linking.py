"""Links from the committee's talk into the site: an address that somebody pastes, and its title.

A feature that comes later in the line says with `leads_to` how its own addresses are called.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from consultation.committees.models.threads import Target
from consultation.consultations.models import Consultation
from consultation.consultations.queries import visible_consultations
from consultation.contributions.models import ContributionState
from consultation.contributions.queries.places import (
    Asked,
    Place,
    find_contribution,
    find_place,
    place_of,
)
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _

MAX_ADDRESS = 500
ASKED = ("p", "enonce")
"""What an address may ask of its page that names another thing: a paragraph, a statement."""
Values = Mapping[str, str]


@dataclass(frozen=True)
class Link:
    """Where it leads, by a path of this site, and what that is called."""

    kind: Target
    path: str
    title: str


Finder = Callable[[Values], tuple[Target, str] | None]
"""What an address of one endpoint is called; None when the public may not see what it names."""
_FINDERS: dict[str, Finder] = {}


def leads_to(*endpoints: str) -> Callable[[Finder], Finder]:
    """Say what addresses of those endpoints are called."""

    def register(finder: Finder) -> Finder:
        _FINDERS.update(dict.fromkeys(endpoints, finder))
        return finder

    return register


def link_to(address: str) -> Link | None:
    """What an address leads to; None without one. Refused where everybody finds no such page.

    Its title is kept for all members to read: so it says what the public reads.
    """
    address = address.strip()
    if not address:
        return None
    path, fragment, asked = _parts(address)
    endpoint, values = _matched(path)
    found = _FINDERS.get(endpoint, page_named)({**values, **asked})
    if found is None:
        raise _refusal()
    kind, title = found
    query = f"?{urlencode(asked)}" if asked else ""
    return Link(kind, f"{path}{query}{fragment}"[:MAX_ADDRESS], title)


def _parts(address: str) -> tuple[str, str, dict[str, str]]:
    """The path as the French pages have it, the fragment, and what the query asks for."""
    try:
        found = urlsplit(address)
    except ValueError as error:
        raise _refusal() from error
    home = urlsplit(current_app.config["SETTINGS"].base_url)
    if found.netloc and (found.scheme, found.netloc) != (home.scheme, home.netloc):
        raise _refusal()
    path = found.path.removeprefix("/en") if found.path.startswith("/en/") else found.path
    if not path.startswith("/") or len(address) > MAX_ADDRESS or not address.isprintable():
        raise _refusal()
    query = parse_qs(found.query)
    asked = {name: query[name][0] for name in ASKED if name in query}
    return path, f"#{found.fragment}" if found.fragment else "", asked


def _matched(path: str) -> tuple[str, Values]:
    """The page of that path, if everybody may ask for it."""
    try:
        endpoint, values = current_app.url_map.bind("ignored").match(path, method="GET")
    except (HTTPException, RequestRedirect) as error:
        raise _refusal() from error
    if getattr(current_app.view_functions[endpoint], "access", "") != "public":
        raise _refusal()
    return str(endpoint), {name: str(value) for name, value in values.items()}


def _refusal() -> DomainError:
    return DomainError(
        _("Copiez l’adresse d’une page publique de ce site : paragraphe, contribution, synthèse.")
    )


@leads_to("contributions.permalink")
def _contribution(values: Values) -> tuple[Target, str] | None:
    """Not a word of what it says: it may be masked or withdrawn one day."""
    found = find_contribution(None, values["key"])
    if found is None or found.state is not ContributionState.PUBLISHED:
        return None
    return Target.CONTRIBUTION, _(
        "Contribution n° %(number)s, %(where)s", number=found.number, where=_named(place_of(found))
    )


@leads_to("reading.section", "reading.paragraph", "reading.lasting_section", "reading.document")
def _text(values: Values) -> tuple[Target, str] | None:
    paragraph = values.get("p") or values.get("key", "")
    section = values.get("section", "") or values.get("key", "")
    slug, document = values["slug"], values["document"]
    if paragraph:
        place = find_place(None, Asked(slug, document, paragraph=paragraph))
        if place is not None:
            return Target.PARAGRAPH, _named(place)
    place = find_place(None, Asked(slug, document, section=section))
    if place is None:
        return None
    return Target.SECTION if place.heading else Target.PAGE, _named(place)


def page_named(values: Values) -> tuple[Target, str] | None:
    """Any other public page of a consultation."""
    title = session.scalar(
        visible_consultations(None)
        .where(Consultation.slug == values.get("slug", ""))
        .with_only_columns(Consultation.title)
    )
    return (Target.PAGE, title) if title else None


def _named(place: Place) -> str:
    if place.passage:
        return f"¶\u00a0{place.passage.number}, {place.document.title}"
    title = place.document.title
    return f"{place.heading.text}, {title}" if place.heading else title
