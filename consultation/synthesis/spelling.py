"""Small numbers in words: a sentence begins with a word. Pure."""

from consultation.core.i18n import current_language, figures

FRENCH = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
FRENCH_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
ENGLISH = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
ENGLISH_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SPELT_BELOW = 100


def spelt(number: int, *, is_feminine: bool = False) -> str:
    """The number in the language being written, in words below 100; « une » where it agrees."""
    if not 0 <= number < SPELT_BELOW:
        return figures(number)
    if current_language() == "en":
        return _english(number)
    words = _french(number)
    return words + "e" if is_feminine and (words == "un" or words.endswith("-un")) else words


def _french(number: int) -> str:
    """With hyphens throughout, as the spelling of 1990 has them."""
    if number < 20:
        return FRENCH[number]
    if number >= 80:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{_french(number - 80)}"
    ten = 60 if number >= 60 else number // 10 * 10
    rest = number - ten
    if rest == 0:
        return FRENCH_TENS[ten]
    link = "-et-" if rest in {1, 11} else "-"
    return FRENCH_TENS[ten] + link + _french(rest)


def _english(number: int) -> str:
    if number < 20:
        return ENGLISH[number]
    tens, rest = ENGLISH_TENS[number // 10 - 2], number % 10
    return f"{tens}-{ENGLISH[rest]}" if rest else tens
