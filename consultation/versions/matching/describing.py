"""States and scores of links, whoever made them: the alignment, or a person by hand."""

from collections import Counter
from collections.abc import Sequence

from consultation.versions.matching.chain import heaviest_chain
from consultation.versions.matching.likeness import Gram, Likeness
from consultation.versions.matching.pieces import Match, Matching, MatchState, Pieces


def described(
    old: Pieces, new: Pieces, successors: Sequence[Sequence[int]], likeness: Likeness | None = None
) -> Matching:
    """The matching in which old piece i goes on as the new pieces `successors[i]`.

    Of the pieces that go on one to one, the fewest are said to have moved that leave the others in
    order; headings and passages are judged apart.
    """
    likeness = likeness or Likeness(old, new)
    origins: list[set[int]] = [set() for _piece in new]
    for i, found in enumerate(successors):
        for j in found:
            origins[j].add(i)
    moved = _moved(old, successors, origins)
    rows = [
        _row(i, tuple(sorted(set(found))), origins, likeness, is_moved=i in moved)
        for i, found in enumerate(successors)
    ]
    return Matching(tuple(rows), tuple(tuple(sorted(each)) for each in origins))


def _moved(
    old: Pieces, successors: Sequence[Sequence[int]], origins: Sequence[set[int]]
) -> set[int]:
    pairs = {
        (i, found[0])
        for i, found in enumerate(successors)
        if len(found) == 1 and len(origins[found[0]]) == 1
    }
    stays: set[int] = set()
    for is_heading in (False, True):
        own = {pair: 1.0 for pair in sorted(pairs) if bool(old[pair[0]].level) is is_heading}
        stays |= {i for i, _j in heaviest_chain(own)}
    return {i for i, _j in pairs} - stays


def _row(
    i: int, successors: tuple[int, ...], origins: Sequence[set[int]], likeness: Likeness,
    *, is_moved: bool,
) -> Match:  # fmt: skip
    if not successors:
        return Match(MatchState.REMOVED)
    if len(successors) > 1:
        return Match(MatchState.SPLIT, _held(i, successors, likeness), successors)
    j = successors[0]
    if len(origins[j]) > 1:
        return Match(MatchState.MERGED, _held(i, successors, likeness), successors)
    is_same = likeness.old[i].folded == likeness.new[j].folded
    if is_moved:
        state = MatchState.MOVED if is_same else MatchState.MOVED_AND_EDITED
    else:
        state = MatchState.KEPT if is_same else MatchState.EDITED
    # Words that fold alike may differ by a capital: that is an edit, and never a likeness of 1.
    score = 1.0 if is_same else round(min(likeness.between(i, j), 0.999), 3)
    return Match(state, score, successors)


def _held(i: int, successors: Sequence[int], likeness: Likeness) -> float:
    """How much of old i its successors hold together."""
    held: Counter[Gram] = Counter()
    for j in successors:
        held |= likeness.new[j].grams
    mass = likeness.mass(likeness.old[i].grams)
    return round(likeness.common(likeness.old[i].grams, held) / mass, 3) if mass else 1.0
