"""Small French grammar: elision, frames round an infinitive, agreement, lists."""

import re
from collections.abc import Sequence

_AGREEMENT = re.compile(r"\[([^/\]]*)/([^\]]*)\]")
_VOWELS = tuple("aeiouyhàâéèêëîïôûAEIOUYHÀÂÉÈÊËÎÏÔÛ")


def with_de(infinitive: str) -> str:
    """« de publier », « d’écrire ». No infinitive of ours begins with an aspirated h."""
    return f"d’{infinitive}" if infinitive.startswith(_VOWELS) else f"de {infinitive}"


def asked(frame: str, request: str) -> str:
    """A frame such as « Je propose {de} {quoi}. » round an infinitive."""
    if "{de} {quoi}" in frame:
        return frame.replace("{de} {quoi}", with_de(request))
    return frame.replace("{quoi}", request)


def agreed(text: str, gender: str) -> str:
    """`[infirmière/infirmier]` for a speaker, "f" or "m"."""
    return _AGREEMENT.sub(lambda match: match.group(1 if gender == "f" else 2), text)


def needs_agreement(text: str) -> bool:
    """The speaker's gender shows in it."""
    return _AGREEMENT.search(text) is not None


def lowered(sentence: str) -> str:
    """A sentence that goes on after a colon or a comma: acronyms and quotes stay as they are."""
    first, rest = sentence[:1], sentence[1:]
    return sentence if rest[:1].isupper() else first.lower() + rest


def linked(link: str, sentence: str) -> str:
    """A link such as « Par ailleurs, », then the sentence; one colon is enough."""
    if link.endswith(": ") and " : " in sentence:
        return sentence
    return link + lowered(sentence) if link.endswith((", ", ": ")) else link + sentence


def listed(header: str, requests: Sequence[str]) -> str:
    """« Nos demandes : » and one line each, as Markdown."""
    lines = [f"- {request} ;" for request in requests[:-1]] + [f"- {requests[-1]}."]
    return header + "\n\n" + "\n".join(lines)


def emphasised(sentence: str) -> str:
    """The sentence in bold."""
    return f"**{sentence}**"
