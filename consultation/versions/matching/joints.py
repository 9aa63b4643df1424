"""Splits and merges: a piece whose words stand in two others.

An old piece is split where a free new piece beside its successor is made, for the most part, of
words that the successor does not hold; merged where a free old piece beside is found, for the most
part, in words of the successor that its own origin does not explain. Both ask the same question
with old and new exchanged, of neighbours only: O(pieces x words).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from consultation.versions.matching.likeness import Gram, Likeness
from consultation.versions.matching.pieces import Links, Piece

MADE_OF = 0.55
"""The part of a piece's words that must come from the other."""
WORTH = 0.12
"""And the part of the other that they must make up: a few common words are no origin."""
FEW = 4
"""A piece of fewer words is no half of another."""
REACH = 3
"""How many pieces a split may make, on each side of the first."""


@dataclass
class Joints:
    """`parts`: for an old piece the new ones that hold its words, its own successor left out."""

    parts: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def find_joints(
    olds: Sequence[int], news: Sequence[int], links: Links, likeness: Likeness
) -> Joints:
    """The splits and merges among passages; ties what a split or a merge ties first."""
    joints = Joints()
    old_place = {i: place for place, i in enumerate(olds)}
    new_place = {j: place for place, j in enumerate(news)}
    taken: set[int] = set()
    for i, j in sorted(links.new_of.items()):
        for other in _around(new_place[j], news, links.old_of, taken):
            if _is_part(likeness, likeness.new[other], likeness.old[i], likeness.new[j]):
                joints.parts[i].append(other)
                taken.add(other)
    gone: set[int] = set()
    for i, j in sorted(links.new_of.items()):
        for other in _around(old_place[i], olds, links.new_of, gone):
            if _is_part(likeness, likeness.old[other], likeness.new[j], likeness.old[i]):
                joints.parts[other].append(j)
                gone.add(other)
    _halves(olds, news, links, joints, likeness, taken, gone)
    return joints


def _around(
    place: int, pieces: Sequence[int], tied: dict[int, int], taken: set[int]
) -> Iterator[int]:
    """The free neighbours on each side, as far as they are free without a gap."""
    for step in (1, -1):
        for by in range(1, REACH + 1):
            at = place + step * by
            if not 0 <= at < len(pieces) or pieces[at] in tied:
                break
            if pieces[at] not in taken:
                yield pieces[at]


def _is_part(likeness: Likeness, part: Piece, whole: Piece, rest: Piece) -> bool:
    """`part` is made of those words of `whole` that `rest` does not hold."""
    if len(part.words) < FEW:
        return False
    left: Counter[Gram] = whole.grams - rest.grams
    shared = likeness.common(part.grams, left)
    return shared >= MADE_OF * likeness.mass(part.grams) and shared >= WORTH * likeness.mass(
        whole.grams
    )


def _halves(
    olds: Sequence[int], news: Sequence[int], links: Links, joints: Joints,
    likeness: Likeness, taken: set[int], gone: set[int],
) -> None:  # fmt: skip
    """Pieces without any successor, cut in halves of which none was like enough to be the whole."""
    free_news = [j for j in news if j not in links.old_of and j not in taken]
    free_olds = [i for i in olds if i not in links.new_of and i not in gone]
    for i, found in _wholes(free_olds, free_news, likeness.old, likeness.new, likeness):
        joints.parts[i].extend(found)
        free_news = [j for j in free_news if j not in found]
    free_olds = [i for i in free_olds if i not in joints.parts]
    for j, found in _wholes(free_news, free_olds, likeness.new, likeness.old, likeness):
        for i in found:
            joints.parts[i].append(j)


def _wholes(
    wholes: Sequence[int], parts: Sequence[int],
    of: Sequence[Piece], others: Sequence[Piece], likeness: Likeness,
) -> Iterator[tuple[int, list[int]]]:  # fmt: skip
    """Each whole that two or more neighbouring parts make up, with those parts."""
    holders: defaultdict[Gram, list[int]] = defaultdict(list)
    for part in parts:
        if len(others[part].words) >= FEW:
            for gram in others[part].grams:
                holders[gram].append(part)
    used: set[int] = set()
    for whole in wholes:
        grams = of[whole].grams
        run = _longest_run([
            part for part in _near(grams, holders)
            if part not in used
            and likeness.common(others[part].grams, grams)
            >= MADE_OF * likeness.mass(others[part].grams)
        ])  # fmt: skip
        together: Counter[Gram] = Counter()
        for part in run:
            together |= others[part].grams
        if len(run) > 1 and likeness.common(together, grams) >= MADE_OF * likeness.mass(grams):
            used.update(run)
            yield whole, run


def _near(grams: Counter[Gram], holders: dict[Gram, list[int]]) -> list[int]:
    """The parts that share most rare grams with a whole, in order."""
    found: Counter[int] = Counter()
    for gram in grams:
        held = holders.get(gram, [])
        if len(held) <= REACH * 4:
            found.update(held)
    return sorted(part for part, _count in found.most_common(REACH * 4))


def _longest_run(places: Sequence[int]) -> list[int]:
    """The longest stretch of neighbours, the first of equals; one heading may stand between."""
    best: list[int] = []
    run: list[int] = []
    for place in places:
        run = [*run, place] if run and place - run[-1] <= 2 else [place]
        if len(run) > len(best):
            best = run
    return best
