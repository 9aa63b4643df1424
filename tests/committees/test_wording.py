"""Several wordings of a block made one, or what stands in the way."""

import pytest

from consultation.committees.models.opinion import BlockType
from consultation.committees.wording import Wording, carried, gathered, is_empty, tidied

BASE = Wording("Un droit de refuser", "Toute personne peut refuser l’usage d’un système.")


def worded(source: str, title: str = BASE.title) -> Wording:
    return Wording(title, source)


def test_changes_of_other_words_are_all_made() -> None:
    theirs = worded("Toute personne malade peut refuser l’usage d’un système.")
    mine = worded("Toute personne peut refuser l’usage d’un système automatique.", "Refuser")
    merger = carried(BASE, mine, theirs)
    assert merger.wording == worded(
        "Toute personne malade peut refuser l’usage d’un système automatique.", "Refuser"
    )
    assert not merger.collisions


def test_changes_of_the_same_words_collide_and_both_are_in_hand() -> None:
    theirs = worded("Toute personne doit refuser l’usage d’un système.")
    mine = worded("Toute personne pourra refuser l’usage d’un système.")
    merger = carried(BASE, mine, theirs)
    assert merger.wording is None
    assert [each.base for each in merger.collisions] == ["peut"]
    assert merger.collisions[0].readings == ((0, "doit"), (1, "pourra"))
    assert merger.both.source == "Toute personne doit pourra refuser l’usage d’un système."


def test_amendments_on_different_bases_are_gathered_into_the_text_of_now() -> None:
    now = worded("Toute personne soignée peut refuser l’usage d’un système.")
    first = (BASE, worded("Toute personne peut toujours refuser l’usage d’un système."))
    second = (now, worded("Toute personne soignée peut refuser l’usage d’un système, sans délai."))
    gathering = gathered(now, [first, second])
    assert gathering.wording == worded(
        "Toute personne soignée peut toujours refuser l’usage d’un système, sans délai."
    )


def test_a_clash_names_the_text_and_the_amendments() -> None:
    now = worded("Toute personne doit refuser l’usage d’un système.")
    old = (BASE, worded("Toute personne pourra refuser l’usage d’un système."))
    fresh = (now, worded("Toute personne doit refuser l’usage de tout système."))
    other = (now, worded("Toute personne doit refuser l’usage d’un outil."))
    gathering = gathered(now, [old, fresh, other])
    assert gathering.wording is None
    names = [tuple(who for who, _words in clash.readings) for clash in gathering.clashes]
    assert names[0] == (None, 0)
    assert all(word in gathering.both.source for word in ("doit", "pourra", "tout", "outil"))


@pytest.mark.parametrize(
    ("kind", "title", "source", "kept"),
    [
        (BlockType.SECTION, " Nos  idées ", "texte", Wording("Nos idées", "")),
        (BlockType.PARAGRAPH, "titre", " texte ", Wording("", "texte")),
        (BlockType.RECOMMENDATION, "Refuser", "texte", Wording("Refuser", "texte")),
    ],
)
def test_a_block_keeps_what_its_kind_has(
    kind: BlockType, title: str, source: str, kept: Wording
) -> None:
    assert tidied(kind, title, source) == kept
    assert not is_empty(kind, kept)
    assert is_empty(kind, Wording("", ""))
