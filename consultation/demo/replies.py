"""Short texts that come with others: replies in a thread, and why somebody proposes new words."""

from dataclasses import dataclass

from consultation.demo.banks import BODY_VOICES, Bank, banks
from consultation.demo.phrasing import agreed, asked, needs_agreement
from consultation.demo.register import dress
from consultation.demo.speech import Speech, Writer, finished

OPPOSITE = {"for": "against", "mixed": "against", "against": "for"}
TONE_WEIGHTS = {"alone": 32, "agree": 26, "disagree": 18, "neutral": 24}


@dataclass(frozen=True)
class Reply:
    """What can be said under a contribution of this theme.

    `answers` is the stance that the contribution must have, "" where the words fit under any.
    """

    theme: str
    answers: str
    body: str
    voice: str
    gender: str


def reply_speeches(seed: int, count: int = 1_500) -> list[Reply]:
    """`count` distinct replies on all themes."""
    writer = Writer(f"{seed}/replies")
    themes = tuple(banks().values())
    made: dict[str, Reply] = {}
    while len(made) < count:
        reply = _reply(writer, writer.rng.choice(themes))
        made.setdefault(reply.body, reply)
    return list(made.values())


def _reply(writer: Writer, bank: Bank) -> Reply:
    rng, voice = writer.rng, writer.voice()
    tone = rng.choices(tuple(TONE_WEIGHTS), tuple(TONE_WEIGHTS.values()))[0]
    answers = rng.choice(tuple(OPPOSITE)) if tone in ("agree", "disagree") else ""
    words = writer.said("replies", tone, voice)
    if tone == "agree":
        words = f"{words} {writer.argument(bank, answers, voice)}"
    elif tone == "disagree":
        words = f"{words} {writer.argument(bank, OPPOSITE[answers], voice)}"
    elif tone == "neutral":
        words = f"{words} {writer.example(bank, voice) or writer.request(bank, voice)}"
    gender = rng.choice("fm") if needs_agreement(words) else ""
    body = dress(agreed(words, gender), rng, is_formal=voice in BODY_VOICES)
    return Reply(bank.name, answers, body, voice, gender)


def amendment_remarks(seed: int, count: int = 900) -> list[Speech]:
    """`count` distinct remarks that go with a proposed rewording."""
    writer = Writer(f"{seed}/amendments")
    themes = tuple(banks().values())
    made: dict[str, Speech] = {}
    while len(made) < count:
        remark = _remark(writer, writer.rng.choice(themes))
        made.setdefault(remark.body, remark)
    return list(made.values())


def _remark(writer: Writer, bank: Bank) -> Speech:
    rng, voice = writer.rng, writer.voice()
    stance = rng.choice(("for", "mixed", "mixed", "against"))
    if rng.random() < 0.4:
        words = writer.said("remarks", "amendment_alone", voice)
    else:
        frame = writer.said("remarks", "amendment", voice)
        words = asked(frame, writer.bare_request(bank, voice))
    if rng.random() < 0.6:
        words = f"{writer.argument(bank, stance, voice)} {words}"
    return finished(writer, bank, "comment", stance, voice, words)
