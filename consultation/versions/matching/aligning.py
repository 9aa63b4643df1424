"""From two texts to the matching of their pieces.

1. Identical pieces that occur once in both texts, and likely pairs of the others (`likeness`), are
   weighed; the heaviest chain that keeps the order of both texts is kept (`chain`). A pair whose
   neighbours are the same too weighs more: that places « Sans objet. » among its like.
2. Between two links of the chain, one old piece and one new one left alone are the same rewritten,
   from a lower likeness on: their place speaks for them.
3. What is left is tied out of order, the likeliest first: it moved.
4. Pieces that hold most of another's words beside their own are splits and merges (`joints`).
5. Headings are matched after the passages, by their titles and by what became of their content:
   « Article 3 » renumbered 4 is known by its paragraphs.

Deterministic: every tie is broken by the order of the texts. For n pieces of w words, with at most
`CANDIDATES` pairs a piece, O(n w) to weigh and O(n log n) to chain; 2,000 against 2,000 paragraphs
of 100 words take some 2 s and 150 MB. The method is ours; its parts are named where they stand.
The thresholds were measured on texts with planted edits: `tests/versions/test_matching_quality.py`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from consultation.versions.matching.chain import heaviest_chain
from consultation.versions.matching.describing import described
from consultation.versions.matching.joints import find_joints
from consultation.versions.matching.likeness import Likeness
from consultation.versions.matching.pieces import (
    Links,
    Matching,
    Pieces,
)

EDITED = 0.45
"""In order, from this likeness on, two pieces are one edited: half their words are common."""
ALONE = 0.15
"""The same, where both stand alone between two that are matched."""
MOVED = 0.6
"""Out of order nothing but their words speaks for a pair: more of them must be common."""
CERTAIN = 2.0
"""Above any likeness."""
MOVED_WORDS = 5
"""A piece of fewer words moves only if it is unique and unchanged."""
NEIGHBOUR = 0.1
"""What an identical neighbour, before or after, adds to the weight of a pair."""
TITLE = 0.5
"""The part that its words have in the likeness of a heading; its content has the rest."""


def match(old: Pieces, new: Pieces) -> Matching:
    """What became of each old piece in the new text."""
    links = Links()
    likeness = Likeness(old, new)
    passages = _Side(old, new, is_heading=False)
    _tie_in_order(passages, links, likeness)
    _tie_alone(passages, links, likeness)
    _tie_moved(passages, links, likeness)
    joints = find_joints(passages.olds, passages.news, links, likeness)
    _tie_headings(_Side(old, new, is_heading=True), links, likeness)
    successors = []
    for i in range(len(old)):
        own = [links.new_of[i]] if i in links.new_of else []
        successors.append([*own, *(j for j in joints.parts.get(i, ()) if j not in own)])
    return described(old, new, successors, likeness)


class _Side:
    """The passages of both texts, or their headings."""

    def __init__(self, old: Pieces, new: Pieces, *, is_heading: bool) -> None:
        self.old, self.new = old, new
        self.olds = [i for i, piece in enumerate(old) if bool(piece.level) is is_heading]
        self.news = [j for j, piece in enumerate(new) if bool(piece.level) is is_heading]
        self._old_place = {i: place for place, i in enumerate(self.olds)}
        self._new_place = {j: place for place, j in enumerate(self.news)}
        self.certain = dict(_unique_twins(self, self.olds, self.news))
        """Identical pieces that occur once in both texts: nothing else is ever tied to either."""
        self.certain_news = set(self.certain.values())

    def twins(self) -> Iterable[tuple[int, int]]:
        """Pairs that fold alike. Of many alike, the n-th goes with its like around the n-th."""
        held: defaultdict[str, list[int]] = defaultdict(list)
        for j in self.news:
            held[self.new[j].folded].append(j)
        seen: Counter[str] = Counter()
        for i in self.olds:
            text = self.old[i].folded
            alike = held.get(text, [])
            rank = seen[text]
            seen[text] += 1
            around = alike if len(alike) <= 8 else alike[max(0, rank - 4) : rank + 5]
            yield from ((i, j) for j in around)

    def neighbours(self, i: int, j: int) -> int:
        """How many of the pieces before and after are the same in both texts: 0, 1 or 2."""
        place, other = self._old_place[i], self._new_place[j]
        return self._same(place - 1, other - 1) + self._same(place + 1, other + 1)

    def _same(self, place: int, other: int) -> bool:
        is_end = place in (-1, len(self.olds)), other in (-1, len(self.news))
        if any(is_end):
            return all(is_end)
        return self.old[self.olds[place]].folded == self.new[self.news[other]].folded

    def free_olds(self, links: Links) -> list[int]:
        """Old ones without a new one."""
        return [i for i in self.olds if i not in links.new_of]

    def free_news(self, links: Links) -> list[int]:
        """New ones without an old one."""
        return [j for j in self.news if j not in links.old_of]


def _tie_in_order(side: _Side, links: Links, likeness: Likeness) -> None:
    weights = dict.fromkeys(side.twins(), 1.0)
    has_twin = {i for i, _j in weights}
    others = [i for i in side.olds if i not in has_twin]
    news = [j for j in side.news if j not in side.certain_news]
    for pair, score in likeness.candidates(others, news).items():
        if score >= EDITED:
            weights[pair] = score
    for i, j in weights:
        weights[i, j] += NEIGHBOUR * side.neighbours(i, j)
    for i, j in heaviest_chain(weights):
        links.tie(i, j)


def _tie_alone(side: _Side, links: Links, likeness: Likeness) -> None:
    """One old and one new piece alone between two links are the same, if anything is common."""
    for between in _gaps(side, links):
        olds = [i for i in between[0] if i not in side.certain]
        news = [j for j in between[1] if j not in side.certain_news]
        if not olds or not news:
            continue
        weights = {
            pair: score
            for pair, score in likeness.candidates(olds, news).items()
            if score >= (ALONE if len(olds) == len(news) else EDITED)
        }
        for i, j in heaviest_chain(weights):
            links.tie(i, j)


def _gaps(side: _Side, links: Links) -> list[tuple[list[int], list[int]]]:
    """The free pieces between each link and the next, which all keep the order."""
    gaps: list[tuple[list[int], list[int]]] = []
    news = iter([*side.news, None])
    waiting: list[int] = []
    for i in [*side.olds, None]:
        if i is not None and i not in links.new_of:
            waiting.append(i)
            continue
        end = links.new_of[i] if i is not None else None
        between = []
        for j in news:
            if j == end:
                break
            if j is not None:
                between.append(j)
        gaps.append((waiting, between))
        waiting = []
    return gaps


def _tie_moved(side: _Side, links: Links, likeness: Likeness) -> None:
    olds, news = side.free_olds(links), side.free_news(links)
    scores = dict.fromkeys(_unique_twins(side, olds, news), CERTAIN)
    for (i, j), score in likeness.candidates(olds, news).items():
        few = min(len(side.old[i].words), len(side.new[j].words))
        if score >= MOVED and few >= MOVED_WORDS:
            scores.setdefault((i, j), score)
    _tie_best(scores, links)


def _unique_twins(side: _Side, olds: Sequence[int], news: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of free pieces that fold alike, and like no third one."""
    ours = Counter(side.old[i].folded for i in olds)
    theirs = {side.new[j].folded: j for j in news}
    count = Counter(side.new[j].folded for j in news)
    return [
        (i, theirs[text])
        for i in olds
        if (text := side.old[i].folded) in theirs and ours[text] == count[text] == 1
    ]


def _tie_best(scores: Mapping[tuple[int, int], float], links: Links) -> None:
    """The likeliest pair first; each piece is tied once."""
    for (i, j), _score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if i not in links.new_of and j not in links.old_of:
            links.tie(i, j)


def _tie_headings(side: _Side, links: Links, likeness: Likeness) -> None:
    """By their titles and their content; in order first, then moved."""
    contents = _common_content(side, links)
    pairs = {
        *likeness.candidates(side.olds, side.news), *side.twins(),
        *((i, j) for i, j in contents if contents[i, j] >= 0.3),
    }  # fmt: skip
    alone = set(_unique_twins(side, side.olds, side.news))
    scores = {}
    for i, j in sorted(pairs):
        title = 1.0 if side.old[i].folded == side.new[j].folded else likeness.between(i, j)
        content = contents.get((i, j), title)
        # A mere number says nothing of what stands under it.
        part = TITLE if side.old[i].words or side.new[j].words else 0
        score = part * title + (1 - part) * content
        if (i, j) in alone and part:
            score = max(score, MOVED)
        if score >= EDITED - 0.05:
            scores[i, j] = score
    for i, j in heaviest_chain(scores):
        links.tie(i, j)
    left = {
        pair: score for pair, score in scores.items()
        if score >= MOVED and pair[0] not in links.new_of and pair[1] not in links.old_of
    }  # fmt: skip
    _tie_best(left, links)


def _common_content(side: _Side, links: Links) -> dict[tuple[int, int], float]:
    """Of the passages right under two headings, the part that is tied; Dice again."""
    ours, theirs = _under(side.old, side.olds), _under(side.new, side.news)
    heading_of = {j: head for head, passages in theirs.items() for j in passages}
    both: Counter[tuple[int, int]] = Counter()
    for head, passages in ours.items():
        for i in passages:
            j = links.new_of.get(i)
            if j is not None and j in heading_of:
                both[head, heading_of[j]] += 1
    shares = {
        (head, other): 2 * count / (len(ours[head]) + len(theirs[other]))
        for (head, other), count in both.items()
    }
    for head in side.olds:
        for other in side.news:
            if side.old[head].folded == side.new[other].folded and ours[head] and theirs[other]:
                shares.setdefault((head, other), 0.0)
    return shares


def _under(pieces: Pieces, headings: Sequence[int]) -> dict[int, list[int]]:
    """The passages between each heading and the next."""
    ends = [*headings, len(pieces)][1:]
    return {head: list(range(head + 1, end)) for head, end in zip(headings, ends, strict=True)}
