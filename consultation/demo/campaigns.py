"""Campaigns: near-identical texts, some of them with a personal word."""

from dataclasses import dataclass
from functools import cache

from consultation.demo.banks import HERE, read_toml
from consultation.demo.register import keyboard, typeset
from consultation.demo.speech import Speech, Writer

COPIED_SHARE = 0.45
"""Those who send the common text as it is."""


@dataclass(frozen=True)
class Campaign:
    """A common text, sentence by sentence, and what people put before or after it."""

    name: str
    title: str
    theme: str
    stance: str
    size: int
    """How many texts it has at the demo's ordinary size."""
    text: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


@cache
def campaigns() -> tuple[Campaign, ...]:
    """The demo's three campaigns."""
    return tuple(
        Campaign(
            name=told["name"],
            title=told["title"],
            theme=told["theme"],
            stance=told["stance"],
            size=told["size"],
            text=tuple(told["text"]),
            before=tuple(told["before"]),
            after=tuple(told["after"]),
        )
        for told in read_toml(HERE / "campaigns.toml")["campaigns"]
    )


def campaign_texts(seed: int, campaign: Campaign, count: int | None = None) -> list[Speech]:
    """`count` texts of one campaign (its size by default): copies, and copies with changes."""
    writer = Writer(f"{seed}/{campaign.name}")
    return [_copy(writer, campaign) for _at in range(campaign.size if count is None else count)]


def _copy(writer: Writer, campaign: Campaign) -> Speech:
    rng, sentences = writer.rng, list(campaign.text)
    if rng.random() >= COPIED_SHARE:
        if rng.random() < 0.3:
            del sentences[rng.randrange(1, len(sentences))]
        if rng.random() < 0.4:
            sentences.insert(0, rng.choice(campaign.before))
        if rng.random() < 0.7:
            sentences.append(rng.choice(campaign.after))
    text = " ".join(sentences)
    body = keyboard(text) if rng.random() < 0.2 else typeset(text)
    return Speech(campaign.theme, "comment", campaign.stance, body, writer.voice(), "")
