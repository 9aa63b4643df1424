"""Checking a published synthesis from its archive: every number counted again, every link followed.

Pure: what a database knows comes in as `Known`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from consultation.core.i18n import in_language
from consultation.synthesis.archive import (
    FORM,
    Archive,
    agreement_in,
    corpus_in,
    counted,
    coverage_in,
    is_sourced,
    positions_in,
    public_form,
    rows_of,
    sha256_of,
    statements_in,
    vocabulary_in,
)
from consultation.synthesis.counting import Corpus

METHOD = "method"


@dataclass(frozen=True)
class Known:
    """What a database holds today of an edition and of its contributions."""

    fingerprints: Mapping[tuple[str, int], str]
    """By contribution and revision."""
    sources: Mapping[str, list[str]] = field(default_factory=dict)
    """The contributions that the pages show behind each statement, in order."""
    text: Mapping[str, Any] | None = None
    """What the pages show."""
    votes: Mapping[str, str] = field(default_factory=dict)
    """By opinion grouping, the hash of the votes that it comes from."""
    opinions: Mapping[tuple[str, int], tuple[str, set[str]]] = field(default_factory=dict)
    """By opinion and edition, its hash and the keys of its recommendations."""


def differences(archive: Archive, sha256: str, known: Known | None = None) -> Iterator[str]:
    """Everything that is not as the archive says; nothing when all holds."""
    if archive.get("form") != FORM:
        yield f"form: {archive.get('form')!r} is not one that this program reads"
        return
    if sha256 and sha256_of(archive) != sha256:
        yield f"archive: its hash is {sha256_of(archive)}, and {sha256} was published"
    if sha256_of(archive["inputs"]) != archive["inputs_sha256"]:
        yield "inputs: the list is not the one whose hash was published"
    corpus = corpus_in(archive)
    with in_language(archive["language"]):
        yield from _numbers(archive, corpus)
    yield from _links(archive, corpus)
    if known is not None:
        yield from _stored(archive, corpus, known)


def _numbers(archive: Archive, corpus: Corpus) -> Iterator[str]:
    vocabulary = vocabulary_in(archive)
    for _chapter, statement in statements_in(archive):
        for name, value in counted(statement, corpus, vocabulary).items():
            if statement[name] != value:
                yield f"statement {statement['key']}: {name} {statement[name]!r}, counted {value!r}"
    if archive["coverage"] != (coverage := coverage_in(archive, corpus)):
        yield f"coverage: {archive['coverage']!r}, counted {coverage!r}"
    if archive["positions"] != (positions := positions_in(archive, corpus)):
        yield f"positions: {archive['positions']!r}, counted {positions!r}"
    if (agreement := agreement_in(archive).get("agreement")) != archive.get("agreement"):
        yield f"agreement: {archive.get('agreement')!r}, counted {agreement!r}"
    if archive["received"] < len(archive["inputs"]):
        yield "coverage: fewer contributions were received than published"


def _links(archive: Archive, corpus: Corpus) -> Iterator[str]:
    themes = {each["key"] for each in archive["themes"]}
    for row in rows_of(archive, "codings"):
        if row["contribution"] not in corpus.said:
            yield f"coding {row['key']}: contribution {row['contribution']} is not in the list"
        if row["theme"] not in themes:
            yield f"coding {row['key']}: theme {row['theme']} is not in the codebook"
    for chapter, statement in statements_in(archive):
        if not is_sourced(statement) and chapter["kind"] != METHOD:
            yield f"statement {statement['key']}: it rests on nothing"
        yield from _links_of(statement, corpus)
        yield from _opinions_of(statement, archive.get("opinions", {}))


def _links_of(statement: Mapping[str, Any], corpus: Corpus) -> Iterator[str]:
    where = f"statement {statement['key']}"
    for key in statement["citations"]:
        if key not in corpus.codings:
            yield f"{where}: coding {key} does not exist"
    for each in statement["verbatims"]:
        if each["contribution"] not in corpus.said:
            yield f"{where}: verbatim of {each['contribution']}, which is not in the list"


def _opinions_of(statement: Mapping[str, Any], opinions: Mapping[str, Any]) -> Iterator[str]:
    for each in statement.get("opinions", ()):
        found = opinions.get(each["opinion"])
        if found is None or found["edition"] != each["edition"]:
            yield (
                f"statement {statement['key']}: opinion {each['opinion']}, edition "
                f"{each['edition']}, is not in the list"
            )


def _known_opinions(archive: Archive, known: Known) -> Iterator[str]:
    for key, held in archive.get("opinions", {}).items():
        sha256, _blocks = known.opinions.get((key, held["edition"]), ("", set()))
        if not sha256:
            yield f"opinion {key}: edition {held['edition']} is not stored"
        elif sha256 != held["sha256"]:
            yield f"opinion {key}: its text is not the one that was cited"
    for _chapter, statement in statements_in(archive):
        for each in statement.get("opinions", ()):
            _sha256, blocks = known.opinions.get((each["opinion"], each["edition"]), ("", set()))
            if each["recommendation"] and each["recommendation"] not in blocks:
                yield (
                    f"statement {statement['key']}: recommendation {each['recommendation']} is "
                    "not in the opinion"
                )


def _known_groups(archive: Archive, known: Known) -> Iterator[str]:
    held = archive.get("groups")
    if held and known.votes.get(held["key"]) != held["votes_sha256"]:
        yield f"groups {held['key']}: they do not come from the votes that were published"


def _stored(archive: Archive, corpus: Corpus, known: Known) -> Iterator[str]:
    if known.text is not None and known.text != public_form(archive):
        yield "pages: they show another text than the archive's"
    for row in rows_of(archive, "inputs"):
        found = known.fingerprints.get((row["key"], row["revision"]))
        if found is None:
            yield f"contribution {row['key']}: revision {row['revision']} is not stored"
        elif found != row["fingerprint"]:
            yield f"contribution {row['key']}: its text is not the one that was read"
    yield from _known_groups(archive, known)
    yield from _known_opinions(archive, known)
    for _chapter, statement in statements_in(archive):
        cited = [
            corpus.codings[key].contribution
            for key in statement["citations"]
            if key in corpus.codings
        ]
        cited += [each["contribution"] for each in statement["verbatims"]]
        if known.sources.get(statement["key"], []) != cited:
            yield f"statement {statement['key']}: the page shows other sources"
