"""A text and another made from it by known edits: what the matching must find again."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from consultation.documents.parsing import Options, parse_file
from consultation.documents.parsing.blocks import BlockKind
from consultation.versions.matching import Piece

ROOT = Path(__file__).parents[2]
TEXTS = sorted((ROOT / "consultation" / "demo" / "texts").glob("*.md"))
SAMPLES = sorted((ROOT.parent / "shared" / "samples" / "documents").glob("*.md"))
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀÉÈ«])")


def pieces_of(path: Path) -> list[Piece]:
    """A file as the matching sees it."""
    return [
        Piece(block.text, block.level if block.kind is BlockKind.HEADING else 0)
        for block in parse_file(path, path.name, Options()).blocks
    ]


@dataclass
class Planted:
    """The old text, the new one, and the true pairs of their pieces."""

    old: list[Piece]
    new: list[Piece]
    links: set[tuple[int, int]] = field(default_factory=set)


def planted(old: list[Piece], strangers: list[Piece], seed: int, rate: float = 0.25) -> Planted:
    """Edit a share of the pieces, and swap two sections; `strangers` give the words that come in.

    `rate` is the share of passages that something happens to.
    """
    rng = Random(seed)  # noqa: S311  # the same text for the same seed
    words = sorted({word for piece in strangers for word in piece.text.split() if word.isalpha()})
    rows: list[tuple[Piece, list[int]]] = []
    for i, piece in enumerate(old):
        rows += _edited(rng, piece, i, words, rate)
    _merge(rng, rows, rate / 5)
    _insert(rng, rows, strangers, rate / 4)
    _move(rng, rows, rate / 8)
    _swap_sections(rng, rows)
    result = Planted(old, [piece for piece, _origins in rows])
    for j, (_piece, origins) in enumerate(rows):
        result.links |= {(i, j) for i in origins}
    return result


def _edited(
    rng: Random, piece: Piece, i: int, words: list[str], rate: float
) -> list[tuple[Piece, list[int]]]:
    if rng.random() > rate:
        return [(piece, [i])]
    parts = _SENTENCES.split(piece.text)
    act = rng.choice(["reword", "reword", "reword", "typography", "remove", "split"])
    if piece.level or act == "reword" or (act == "split" and min(map(_size, parts)) < 5):
        return [(Piece(_reworded(rng, piece.text, words), piece.level), [i])]
    if act == "typography":
        return [(Piece(piece.text.replace("’", "'").replace("\u00a0", " "), 0), [i])]
    if act == "remove" or len(parts) < 2:
        return []
    middle = len(parts) // 2
    return [(Piece(" ".join(half)), [i]) for half in (parts[:middle], parts[middle:])]


def _size(text: str) -> int:
    return len(text.split())


def _reworded(rng: Random, text: str, words: list[str]) -> str:
    """Some of its words replaced, left out or added: up to four in ten."""
    share = rng.choice([0.05, 0.1, 0.2, 0.3, 0.4])
    out: list[str] = []
    for word in text.split():
        if rng.random() > share:
            out.append(word)
            continue
        act = rng.random()
        if act < 0.6:
            out.append(rng.choice(words))
        elif act < 0.8:
            out += [word, rng.choice(words)]
    return " ".join(out) or text


def _merge(rng: Random, rows: list[tuple[Piece, list[int]]], rate: float) -> None:
    for at in range(len(rows) - 2, -1, -1):
        (one, ours), (other, theirs) = rows[at], rows[at + 1]
        long_enough = (
            not one.level and not other.level and min(map(_size, (one.text, other.text))) > 6
        )
        if long_enough and len(ours) == len(theirs) == 1 and rng.random() < rate:
            rows[at : at + 2] = [(Piece(f"{one.text} {other.text}"), ours + theirs)]


def _insert(
    rng: Random, rows: list[tuple[Piece, list[int]]], strangers: list[Piece], rate: float
) -> None:
    passages = [piece for piece in strangers if not piece.level and _size(piece.text) > 8]
    for at in range(len(rows), 0, -1):
        if rng.random() < rate:
            rows.insert(at, (rng.choice(passages), []))


def _move(rng: Random, rows: list[tuple[Piece, list[int]]], rate: float) -> None:
    movable = [
        row for row in rows[1:] if not row[0].level and len(row[1]) == 1 and _size(row[0].text) > 8
    ]
    for row in rng.sample(movable, int(len(movable) * rate)):
        rows.remove(row)
        rows.insert(rng.randrange(1, len(rows) + 1), row)


def _swap_sections(rng: Random, rows: list[tuple[Piece, list[int]]]) -> None:
    heads = [at for at, row in enumerate(rows) if row[0].level]
    if len(heads) < 5:
        return
    at = rng.randrange(1, len(heads) - 2)
    first, second, end = heads[at], heads[at + 1], heads[at + 2]
    rows[first:end] = [*rows[second:end], *rows[first:second]]
