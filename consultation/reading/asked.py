"""What an address of a reading page asks for. Nonsense falls back to the plain page."""

import re
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from consultation.contributions.queries.slices import Order
from consultation.contributions.ranking import Cursor
from consultation.core.keys import ALPHABET

_KEY = re.compile(rf"[{ALPHABET}]{{6,24}}")


@dataclass(frozen=True)
class Asked:
    """The part of the address after « ? »; two that show the same thing are equal."""

    paragraph: str = ""
    section: str = ""
    order: Order = Order.DRAWN
    after: str = ""
    thread: str = ""
    contribution: str = ""

    @property
    def has_discussion(self) -> bool:
        """A discussion is to be shown open."""
        return bool(self.paragraph or self.section)

    def cursor(self) -> Cursor | None:
        """Where the list goes on."""
        try:
            return Cursor.decode(self.after) if self.after else None
        except ValueError:
            return None


def asked(args: "MultiDict[str, str]") -> Asked:
    """Read `?p= ?s= ?tri= ?apres= ?fil= ?c=`."""
    paragraph = _key(args.get("p", ""))
    section = "" if paragraph else _key(args.get("s", ""))
    order = args.get("tri", "")
    wanted = Asked(
        paragraph=paragraph,
        section=section,
        order=Order(order) if order in set(Order) else Order.DRAWN,
        after=args.get("apres", "")[:100],
        thread=_key(args.get("fil", "")),
        contribution=_key(args.get("c", "")),
    )
    return wanted if wanted.cursor() else Asked(**{**vars(wanted), "after": ""})


def _key(text: str) -> str:
    return text if _KEY.fullmatch(text) else ""
