"""What is kept about somebody is in what they take away, in words that they can read."""

import json
import re

from flask.testing import FlaskClient

from consultation.committees.models.people import Seat
from consultation.consultations.models import Role, TeamMember
from consultation.contributions.models import Kind
from consultation.contributions.services.voting import VoteValue, vote
from consultation.core.db import Base
from consultation.privacy.words import FIELDS, SECTIONS
from tests.committees.steps import make_committee, seated
from tests.conftest import SignIn
from tests.contributions.conftest import Speak, speak
from tests.contributions.steps import known, make_parc
from tests.factories import make_user, saved

__all__ = ["speak"]

PEOPLE = {"user", "participant", "committee_member"}
TAKEN = {
    "login_session": "sessions", "team_member": "roles", "participant": "participations",
    "contribution": "contributions", "vote": "votes", "draft": "drafts", "decision": "decisions",
    "flag": "flags", "notice": "notices", "appeal": "appeals",
    "answer_follower": "followed_answers", "committee_member": "committees",
    "committee_volunteer": "volunteering", "committee_attendance": "committee_attendance",
    "committee_message": "committee_messages", "committee_attachment": "committee_files",
    "open_vote": "committee_votes", "opinion_revision": "committee_wordings",
    "amendment": "committee_amendments", "opinion_note": "committee_remarks",
    "minority_statement": "minority_statements", "statement_signature": "minority_statements",
    "reading_note": "reading_notes",
}  # fmt: skip
"""By table, the subject under which one finds it."""
SECRETS = {"mail_token", "recovery_code", "committee_calendar_feed"}
"""Hashes that open something: they say nothing of the person."""
PASSING = {
    "desk_preference", "saved_view", "committee_reading", "committee_mention", "committee_notice",
    "committee_notes_draft", "opinion_draft", "review_claim", "reporter_standing",
    "draft_correction",
}  # fmt: skip
"""How one works, until it is done: settings, what one has read, what one is typing."""
OFFICE = {
    "answer", "answer_appraisal", "answer_batch", "answer_version", "appeal_handover", "ballot",
    "ballot_voter", "bulk_run",
    "campaign_coding", "charter_version", "citation", "coding", "committee_lot_run",
    "committee_meeting", "committee_meeting_reopening", "committee_notes_revision",
    "committee_thread", "consultation_charter", "decision_batch", "double_reading",
    "double_sample", "double_settlement", "edition", "export", "handover", "import", "insult_list",
    "milestone_report", "opinion", "opinion_block", "opinion_citation", "opinion_edition",
    "opinion_grouping", "proposal_search", "reading", "rule_trial", "second_opinion",
    "statement_version", "synthesis_change", "theme_change", "theme_proposal",
}  # fmt: skip
"""Acts of a role, in the institution's name or the committee's: they belong to its files."""


def test_each_table_that_names_somebody_is_taken_away_or_has_its_reason() -> None:
    found = {
        table.name
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name in PEOPLE for key in column.foreign_keys)
    }
    assert found == {*TAKEN, *SECRETS, *PASSING, *OFFICE}
    assert set(TAKEN.values()) <= set(SECTIONS)


def test_all_of_it_is_told_in_the_language_of_the_page(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    odile = make_user(name="Odile <M>")
    parc = make_parc(slug="parc")
    saved(TeamMember(consultation_id=parc.consultation_id, user_id=odile.id, role=Role.MODERATOR))
    seated(make_committee(parc.consultation), Seat.CHAIR, user=odile)
    speak(parc, author=odile, text="Huit heures,\nc’est tard.")
    vote(known(speak(parc, kind=Kind.QUESTION, text="Pourquoi ?")), VoteValue.AGREE, actor=odile)
    sign_in(odile)
    data = json.loads(client.get("/compte/donnees.json").text)
    assert data["participations"][0]["consultation"] == "Un parc au bord de la rivière"
    assert set(data) == set(SECTIONS), "each subject has its words"
    names = {name for rows in data.values() for row in rows for name in row}
    assert names <= set(FIELDS), "each field has its words"
    assert data["votes"][0]["value"] == "agree"
    page = client.get("/compte/donnees.html").text
    words = dict(re.findall(r"<dt><b>(.*?)</b></dt><dd>(.*?)</dd>", page))
    assert words["Nom affiché"] == "Odile &lt;M&gt;"
    assert words["Texte"] == "Huit heures,<br>c’est tard."
    assert (words["Position"], words["Nature"]) == ("opposé", "commentaire")
    assert words["Vote"] == "d’accord"
    assert words["Rôle"] == "modération"
    assert words["Siège"] == "Présidence"
    assert re.fullmatch(r"\d.* 20\d\d, à \d+\u00a0h\u00a0\d\d", words["Compte créé le"])
    assert "Rien." in page
    english = client.get("/en/compte/donnees.html").text
    assert "<dt><b>Position</b></dt><dd>against</dd>" in english
