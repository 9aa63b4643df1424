"""A committee that has a row for each of its addresses: for the tests of every address."""

from sqlalchemy import select

from consultation.accounts.models import TokenPurpose, User
from consultation.accounts.services.signing_up import issue_token
from consultation.committees.models.ballots import Subject
from consultation.committees.models.files import Attachment, FileKind
from consultation.committees.models.people import Committee, CommitteeMember, Seat
from consultation.committees.models.threads import ThreadMessage
from consultation.committees.services.agenda import Point, add_item
from consultation.committees.services.attaching import Given
from consultation.committees.services.holding import close_ballot, open_ballot
from consultation.committees.services.meetings import call_meeting, prepare_meeting
from consultation.committees.services.messages import Said
from consultation.committees.services.notes import save_notes
from consultation.committees.services.noting import add_note
from consultation.committees.services.threads import open_thread
from consultation.consultations.models import Consultation
from consultation.core.db import session, transaction
from tests.committees.editions import VOTE, make_edition
from tests.committees.gathering import plan
from tests.committees.lots import make_lot
from tests.committees.polls import make_ballot
from tests.committees.steps import SLUG, make_committee, seated
from tests.committees.texts import make_amendment, make_block, make_opinion, make_statement
from tests.factories import fresh, make_user

PASSAGE = (
    "block",
    "write",
    "keep",
    "give_up_draft",
    "history",
    "restore",
    "note",
    "follow_note",
    "propose",
    "propose_out",
    "adopt",
    "place_block",
)
AMENDMENT = ("amendment", "change_amendment", "decide", "withdraw")
STATEMENT = ("change_statement", "sign")
OPINION = (
    "opinion", "propose_new", "opinion_settings", "end_statements", "opinion_outline",
    "new_block", "amendments", "statements", "new_statement", *PASSAGE, *AMENDMENT, *STATEMENT,
)  # fmt: skip
OPEN = ("ballot", "vote", "close_it", "give_up_ballot")
DRAFT = ("change_ballot", "open_it")
CLOSED = ("record",)
THREAD = ("thread", "say", "shut_thread", "unshut_thread")
FILE = ("attachment", "take_file_away")
MEETING = (
    "meeting", "change_meeting", "call_it", "give_up_meeting", "report", "new_item", "change_item",
    "raise_item", "drop_item", "attendance", "meeting_ballots", "notes", "notes_versions",
    "meeting_file", "meeting_paper", "reopen_it", "keep_typed_notes",
    "drop_typed_notes",
)  # fmt: skip
ITEM = ("change_item", "raise_item", "drop_item")
MESSAGE = ("change_message", "message_versions", "take_message_away")
FROZEN = ("voted",)
EDITION = ("edition", "edition_paper", "published_ballot")
PLAIN = (
    "committee", "members", "edit", "announce", "link", "unlink", "people", "invite_one",
    "take_back", "seat", "dismiss", "invite_many", "reserve", "call", "unreserve", "workspace",
    "fellows", "own_sheet", "leave", "ballots", "new_ballot", "lots", "open_lots",
    "try_lots", "freeze_lots", "draw_lots", "cancel_lots", "invite_lots", "volunteers", "drawing",
    "drawing_record", "volunteering", "unvolunteer", "threads", "new_thread", "telling",
    *OPEN, *CLOSED, *DRAFT, *THREAD, *MESSAGE, *FILE,
    *MEETING, "meetings", "new_meeting", "feed", "renew_feed", "stop_feed", *FROZEN, *OPINION,
    "published_opinion", "preview_opinion", "publish", *EDITION,
)  # fmt: skip


def committee_addresses(row: Consultation, chair: User | None) -> dict[str, str]:
    """What to write into a committee's addresses; `chair` presides over it."""
    committee = make_committee(row)
    seated(committee, Seat.CHAIR, user=chair, name="Paulette R.")
    make_lot(committee)
    member = make_user()
    seated(committee, user=member, name="Ali B.")
    key = session.scalars(
        select(CommitteeMember.key).where(CommitteeMember.user_id == member.id)
    ).one()
    with transaction():
        token = issue_token(
            None, TokenPurpose.COMMITTEE, "siege@example.org", committee=committee.key,
            seat=Seat.MEMBER.value, origin="", key="33333333",
        )  # fmt: skip
    assert chair is not None
    counted, voted_in = (make_ballot(committee, chair, title="Un banc") for _time in range(2))
    for ballot in (counted, voted_in):
        open_ballot(ballot, actor=chair)
    close_ballot(counted, actor=chair)
    draft = make_ballot(committee, chair, title="Un kiosque")
    note = Given("note.txt", b"Qui entendre ?", FileKind.TXT)
    said = Said("Qui entendre ?", "a" * 24, files=[note])
    thread = open_thread(fresh(committee), "Les auditions", said, actor=chair)
    file = session.scalars(select(Attachment.key)).one()
    message = session.scalars(
        select(ThreadMessage.key).where(ThreadMessage.thread_id == thread.id)
    ).one()
    return {
        **{f"committees.{name} key": thread.key for name in (*THREAD, *MESSAGE)},
        **{f"committees.{name} key": file for name in FILE},
        **_session(committee, chair),
        **_opinion(committee, chair),
        **{f"committees.{name} message": message for name in MESSAGE},
        **{f"committees.{name} key": counted.key for name in CLOSED},
        **{f"committees.{name} key": voted_in.key for name in OPEN},
        **{f"committees.{name} key": draft.key for name in DRAFT},
        **{f"committees.{name} slug": SLUG for name in PLAIN},
        "committees.unlink key": row.key,
        "committees.seat key": key,
        "committees.dismiss key": key,
        "committees.invitation token": token,
        "committees.accept token": token,
    }


def _session(committee: Committee, chair: User) -> dict[str, str]:
    """A session that is called, with a point and notes."""
    row = prepare_meeting(fresh(committee), plan("La séance"), actor=chair)
    item = add_item(row, Point("Ouverture", 10), actor=chair)
    call_meeting(row, actor=chair)
    save_notes(row, "Rien à dire.", seen=0, actor=chair)
    return {
        **{f"committees.{name} key": row.key for name in MEETING},
        **{f"committees.{name} item": item.key for name in ITEM},
        "committees.meeting_paper paper": "docx",
    }


def _opinion(committee: Committee, chair: User) -> dict[str, str]:
    """An opinion with a passage that is amended, contested and commented, and one being voted."""
    opinion = make_opinion(fresh(committee), chair)
    passage, other = (make_block(opinion, chair, title=title) for title in ("Un banc", "Un puits"))
    amendment = make_amendment(opinion, passage, chair, "Deux bancs.")
    statement = make_statement(opinion, chair, passage)
    note = add_note(opinion, passage.key, "Où donc ?", actor=chair)
    frozen = make_ballot(
        fresh(committee), chair, title="Un puits", subject_type=Subject.RECOMMENDATION,
        subject_key=other.key,
    )  # fmt: skip
    open_ballot(frozen, actor=chair)
    edition = make_edition(opinion, chair)
    return {
        **{f"committees.{name} number": str(edition.number) for name in EDITION},
        "committees.edition_paper paper": "json",
        "committees.published_ballot key": VOTE["key"],
        **{f"committees.{name} key": passage.key for name in PASSAGE},
        **{f"committees.{name} key": amendment.key for name in AMENDMENT},
        **{f"committees.{name} key": statement.key for name in STATEMENT},
        **{f"committees.{name} key": frozen.key for name in FROZEN},
        "committees.follow_note note": note.key,
        "committees.restore revision": "1",
    }
