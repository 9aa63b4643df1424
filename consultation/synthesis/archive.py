"""The archive of a published synthesis: plain values, identifiers and quotes by reference. Pure.

Whoever has it can count everything again: which contributions were the input, how each was coded,
what each statement rests on. It holds no text that a person wrote about the document and no name;
persons are numbers drawn for this edition alone.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from consultation.synthesis.counting import (
    EVERYBODY,
    Coded,
    Corpus,
    Counted,
    Said,
    count,
    positions_of,
)
from consultation.synthesis.fields import Field, Vocabulary, fields_of
from consultation.synthesis.phrasing import pieces_of
from consultation.synthesis.reliability import krippendorff_alpha

FORM = 1
INPUT = (
    "key", "number", "revision", "fingerprint", "person", "stance", "category", "campaign",
    "paragraph", "section", "state", "reason",
)  # fmt: skip
"""The columns of the input list."""
CODING = ("key", "contribution", "revision", "theme", "stance", "field", "start", "end", "origin")
"""The columns of the codings."""
PARTS = ("opinions", "agreement", "groups")
"""What a page shows of an archive that has it."""
CODED, ASIDE = "coded", "set_aside"
Archive = dict[str, Any]


def canonical(value: Any) -> str:
    """The one way to write it down: sorted keys, no spaces, letters as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256_of(value: Any) -> str:
    """The hash of its canonical form."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def rows_of(archive: Archive, name: str) -> Iterator[dict[str, Any]]:
    """The rows of « inputs » or « codings », by column."""
    columns = INPUT if name == "inputs" else CODING
    return (dict(zip(columns, row, strict=True)) for row in archive[name])


def corpus_in(archive: Archive) -> Corpus:
    """What the counts of the archive are counted among."""
    said = {
        row["key"]: Said(
            row["key"], str(row["person"]), row["stance"], row["category"], row["campaign"],
            row["paragraph"], row["section"],
        )
        for row in rows_of(archive, "inputs")
    }  # fmt: skip
    codings = {
        row["key"]: Coded(row["key"], row["contribution"], row["theme"], row["stance"])
        for row in rows_of(archive, "codings")
    }
    above = {each["key"]: each["above"] for each in archive["themes"] if each["above"]}
    return Corpus(said, codings, above)


def vocabulary_in(archive: Archive) -> Vocabulary:
    """What things were called when it was published."""
    names = archive["names"]
    return Vocabulary(
        {each["key"]: each["name"] for each in archive["themes"]}, names["categories"],
        names["paragraphs"], names["sections"],
    )  # fmt: skip


def statements_in(archive: Archive) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each chapter with each of its statements."""
    for chapter in archive["chapters"]:
        for statement in chapter["statements"]:
            yield chapter, statement


def is_sourced(statement: Mapping[str, Any]) -> bool:
    """It rests on a contribution, or on what a committee asked."""
    return bool(statement["citations"] or statement.get("opinions"))


def sources_of(statement: Mapping[str, Any], corpus: Corpus) -> set[str]:
    """The contributions that a statement rests on."""
    return {
        corpus.codings[key].contribution for key in statement["citations"] if key in corpus.codings
    }


def counted(statement: Mapping[str, Any], corpus: Corpus, vocabulary: Vocabulary) -> dict[str, Any]:
    """The numbers of a statement, and its words with them."""
    sources = sources_of(statement, corpus)
    memory: dict[Field, Counted] = {}

    def counting(what: Field) -> Counted:
        if what not in memory:
            memory[what] = count(corpus, what, sources)
        return memory[what]

    pieces = pieces_of(statement["source"], counting, vocabulary)
    fields = [(each, counting(each)) for each in fields_of(statement["source"])]
    return {
        "fields": [
            {"token": each.token(), "value": found.value, "of": found.of} for each, found in fields
        ],
        "pieces": [[piece.words, piece.legend] for piece in pieces],
        "source_count": len(sources),
    }


def coverage_in(archive: Archive, corpus: Corpus) -> dict[str, Any]:
    """The coverage counted from the input list; what was received besides is told beside it."""
    cited = set[str]().union(
        *(sources_of(statement, corpus) for _chapter, statement in statements_in(archive))
    )
    reasons: dict[str, int] = {}
    coded: set[str] = set()
    for row in rows_of(archive, "inputs"):
        if row["state"] == ASIDE:
            reasons[row["reason"]] = reasons.get(row["reason"], 0) + 1
        elif row["state"] == CODED:
            coded.add(row["key"])
    published = len(archive["inputs"])
    read = len(coded) + sum(reasons.values())
    return {
        "published": published, "read": read, "coded": len(coded), "cited": len(cited & coded),
        "set_aside": reasons, "to_read": published - read,
        "persons": len({row["person"] for row in rows_of(archive, "inputs")}),
    }  # fmt: skip


def positions_in(archive: Archive, corpus: Corpus) -> list[dict[str, Any]]:
    """The table of positions: each theme of the first level, and its categories."""
    names = archive["names"]["categories"]
    made = []
    for theme in archive["themes"]:
        if theme["above"]:
            continue
        found = positions_of(corpus, theme["key"])
        if not found[EVERYBODY].every:
            continue
        made.append(
            {
                "theme": theme["name"],
                "key": theme["key"],
                "numbers": found[EVERYBODY].numbers,
                "categories": [
                    {"place": place, "numbers": found[place].numbers}
                    for place in names
                    if place in found
                ],
            }
        )
    return made


def agreement_in(archive: Archive) -> dict[str, Any]:
    """How far two people agree who coded the same contributions blindly; nothing without any.

    As everywhere: one decision « this theme, or not » for each contribution and each theme given.
    """
    pairs = [(set(first), set(second)) for _key, first, second in archive.get("double", ())]
    if not pairs:
        return {}
    given = sorted({theme for pair in pairs for each in pair for theme in each})
    names = {each["key"]: each["name"] for each in archive["themes"]}
    units = {
        theme: [(theme in first, theme in second) for first, second in pairs] for theme in given
    }
    return {
        "agreement": {
            "count": len(pairs),
            "alpha": _rounded([unit for theme in given for unit in units[theme]]),
            "themes": [[theme, names.get(theme, ""), _rounded(units[theme])] for theme in given],
        }
    }


def _rounded(units: list[tuple[bool, bool]]) -> float | None:
    alpha = krippendorff_alpha(units)
    return None if alpha is None else round(alpha, 4)


def completed(archive: Archive) -> Archive:
    """The archive with everything in it that is counted from the rest."""
    corpus, vocabulary = corpus_in(archive), vocabulary_in(archive)
    for _chapter, statement in statements_in(archive):
        statement.update(counted(statement, corpus, vocabulary))
    return {
        **archive,
        "inputs_sha256": sha256_of(archive["inputs"]),
        "coverage": coverage_in(archive, corpus),
        "positions": positions_in(archive, corpus),
        **agreement_in(archive),
    }


def public_form(archive: Archive) -> dict[str, Any]:
    """What a page shows of it: without the input list and the codings, which are long."""
    return {
        "title": archive["title"],
        "language": archive["language"],
        "received": archive["received"],
        "until": archive["until"],
        "coverage": archive["coverage"],
        "positions": archive["positions"],
        "categories": archive["categories"],
        "codebook": archive["codebook"],
        "theme_count": len(archive["themes"]),
        "suggested": archive["suggested"],
        "samples": archive["samples"],
        **{name: archive[name] for name in PARTS if archive.get(name)},
        "chapters": [
            {
                **{name: chapter[name] for name in ("key", "kind", "title", "note")},
                "statements": [
                    {
                        **{name: each[name] for name in
                           ("key", "about", "pieces", "source_count")},
                        "verbatim_count": len(each["verbatims"]),
                        **({"opinions": each["opinions"]} if each.get("opinions") else {}),
                    }
                    for each in chapter["statements"]
                ],
            }
            for chapter in archive["chapters"]
            if chapter["statements"] or chapter["note"] or chapter["kind"] == "method"
        ],
    }  # fmt: skip
