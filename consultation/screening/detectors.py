"""Where the personal data of a text stand: one function a kind, each yielding (start, end).

Rules for all five: plain character classes, so that the browser's copy of these patterns
(`static/js/modules/traces.js`) finds the same; no unbounded repetition that another start could
walk again, so that time is linear in the text whatever its author typed; and what carries a key is
believed by its key alone.
"""

import re
from collections.abc import Iterator
from datetime import date

Span = tuple[int, int]

_BLANK = "[ \t\u00a0\u2009\u202f]"
_SPACE = "[ \t\r\n\u00a0\u2009\u202f]"
_SIGN = "[./\u2010\u2011\u2013-]"
_GAP = f"(?:{_BLANK}{{1,2}}|{_BLANK}?{_SIGN}{_BLANK}?)?"
_LETTER = "A-Za-z\u00c0-\u024f"
_FLAGS = re.ASCII

_NIR = re.compile(
    rf"(?<![0-9])[1-478]{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}(?:[0-9]{{2}}|2[AaBb]){_GAP}[0-9]{{3}}"
    rf"{_GAP}[0-9]{{3}}{_BLANK}{{0,2}}[./(\[|:\u2013-]?{_BLANK}?(?:[Cc]l[ée]{_BLANK}?:?{_BLANK}?)?"
    r"[0-9]{2}(?![0-9])",
    _FLAGS,
)
_NIR_SIGNS = re.compile("[^0-9ABab]")


def social_security_numbers(text: str) -> Iterator[Span]:
    """A NIR with its key: sex, year, month, place, order, key; blanks, dots and dashes between."""
    for match in _NIR.finditer(text):
        if is_social_security_number(_NIR_SIGNS.sub("", match.group())):
            yield match.span()


def is_social_security_number(plain: str) -> bool:
    """Fifteen signs, whose last two are 97 minus the first thirteen modulo 97.

    Corsica's 2A counts as 19 and 2B as 18. The first sign is 1 or 2, 3 or 4 (being registered), 7
    or 8 (provisional); the month is 01 to 12, or 20 to 42 and 50 to 99 where the record is
    incomplete. Source: INSEE, « numéro d'inscription au répertoire », décret n° 82-103.
    """
    place = {"2A": "19", "2B": "18"}.get(plain[5:7].upper(), plain[5:7])
    number, key = plain[:5] + place + plain[7:13], plain[13:]
    if len(number + key) != 15 or not (number + key).isdecimal():
        return False
    month = int(number[3:5])
    has_month = 1 <= month <= 12 or 20 <= month <= 42 or month >= 50
    return has_month and 97 - int(number) % 97 == int(key)


_EMAIL = re.compile(
    rf"(?<![{_LETTER}0-9._%+@-])[{_LETTER}0-9._%+-]+"
    rf"@(?:[{_LETTER}0-9-]+\.)+[{_LETTER}]{{2,24}}(?![{_LETTER}0-9])",
    _FLAGS,
)
_LOCAL_PART_MAX = 64


def emails(text: str) -> Iterator[Span]:
    """An address whose domain ends in letters; « @name@server », of a social network, is none."""
    for match in _EMAIL.finditer(text):
        local = match.group().partition("@")[0]
        start = match.start() + len(local) - len(local.lstrip("._%+-"))
        if 0 < match.start() + len(local) - start <= _LOCAL_PART_MAX:
            yield start, match.end()


_IBAN_COUNTRIES = {
    15: "NO", 16: "BE", 18: "DK FI FK FO GL NL SD", 19: "MK SI", 20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "LY PT ST", 26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HN HU LB NI PL SV", 29: "BR EG PS QA UA",
    30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
}  # fmt: skip
"""Length of the IBANs of each country. Source: SWIFT, IBAN Registry (ISO 13616)."""
_ONE_MORE = f"(?:(?:{_BLANK}|[.-])?[A-Za-z0-9])"
_IBAN = re.compile(
    "(?<![A-Za-z0-9])(?=[A-Za-z]{2}[0-9]{2})(?=("
    + "|".join(
        f"(?:{names.replace(' ', '|')})[0-9]{{2}}{_ONE_MORE}{{{length - 4}}}(?![A-Za-z0-9])"
        for length, names in _IBAN_COUNTRIES.items()
    )
    + "))",
    _FLAGS | re.IGNORECASE,
)
_IBAN_SIGNS = re.compile("[^A-Za-z0-9]")
_VALUES = {letter: str(letter - ord("A") + 10) for letter in range(ord("A"), ord("Z") + 1)}


def ibans(text: str) -> Iterator[Span]:
    """An international bank account number, in groups or not, of its country's length."""
    for match in _IBAN.finditer(text):
        if is_iban(_IBAN_SIGNS.sub("", match.group(1))):
            yield match.span(1)


def is_iban(plain: str) -> bool:
    """The first four signs moved to the end, letters read as 10 to 35: modulo 97, that is 1.

    Source: ISO 13616-1 and ISO 7064 (MOD 97-10).
    """
    moved = plain[4:] + plain[:4]
    return int(moved.upper().translate(_VALUES)) % 97 == 1


_PAIRS = f"(?:{_BLANK}{{0,2}}[0-9]{{2}}){{4}}"
_SIGNED_PAIRS = (
    rf"(?:{_BLANK}?{_SIGN}{_BLANK}?)?[0-9]{{2}}({_BLANK}?{_SIGN}{_BLANK}?)"
    r"[0-9]{2}\1[0-9]{2}\1[0-9]{2}"
)
_TRIPLES = f"[0-9]{{2}}{_BLANK}[0-9]{{3}}{_BLANK}[0-9]{{3}}"
_ABROAD = rf"(?:\+|00){_BLANK}?(?:33|262|590|594|596)\)?{_GAP}(?:\(?0\)?{_GAP})?"
_PACIFIC = (
    rf"(?:\+|00){_BLANK}?(?:(?:508|681|687)(?:{_GAP}[0-9]{{2}}){{3}}|689(?:{_GAP}[0-9]{{2}}){{4}})"
)
_PHONE = re.compile(
    rf"(?<![{_LETTER}0-9_=])(?<![0-9][.,\u2013-])(?<![0-9]{{4}}/)"
    rf"(?:(?:{_ABROAD}|0)[1-79](?:{_SIGNED_PAIRS}|{_PAIRS}|{_TRIPLES})|{_PACIFIC})"
    r"(?![0-9])(?![.\u2013-][0-9])(?!/[1-9])",
    _FLAGS,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^ \t\r\n\u00a0<>\"]+", _FLAGS | re.IGNORECASE)
_REFERENCE = re.compile(
    rf"(?:isbn(?:-1[03])?|r[ée]f(?:[ée]rence)?|dossier|facture|commande|identifiant)"
    rf"{_BLANK}?(?:n[°ºo]|num[ée]ro)?{_BLANK}?[.]?{_BLANK}?:?{_BLANK}?$",
    _FLAGS | re.IGNORECASE,
)
_REFERENCE_REACH = 32


def phones(text: str) -> Iterator[Span]:
    """A French number, at home (0X and four pairs), abroad (+33, 0033) or overseas (+262, +687…).

    Numbers in 08 belong to services, never to a person (ARCEP's décision n° 2018-0881, 2.4): a
    helpline may be quoted. Nor are ten digits a phone within a web address, or after words such as
    « ISBN », « dossier n° ». The signs between pairs are the same all along, else
    « 01/02/2025 14 h » would be one.
    """
    addresses = _ADDRESS.finditer(text)
    address = next(addresses, None)
    for match in _PHONE.finditer(text):
        while address and address.end() <= match.start():
            address = next(addresses, None)
        is_in_address = address is not None and address.start() <= match.start()
        before = text[max(0, match.start() - _REFERENCE_REACH) : match.start()]
        if not is_in_address and not _REFERENCE.search(before):
            yield match.span()


_DAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_INFLECTION = r"(?:[(./·•-]?[eE]\)?)?(?:[(./·•-]?[sS]\)?)?"
_IN_A_PLACE = (
    rf"(?:{_SPACE}{{1,2}}(?:(?:[àÀaA]|[aA][uU][xX]?|[eE][nN]){_SPACE}"
    rf"(?:[lL]['’]|[lL][aAeE][sS]?{_SPACE})?)?"
    r"[A-ZÀ-Þ][^0-9.;:!?\n]{0,30}?(?:\([0-9AB]{2,3}\))?,?)?"
)
_ON = f"{_SPACE}{{1,2}}(?:[lL][eE]|[uU][nN])(?:{_SPACE}?:)?"
_BORN = re.compile(
    rf"(?<![{_LETTER}0-9])"
    rf"(?:[nN][éÉ]{_INFLECTION}(?:{_IN_A_PLACE}{_ON}|{_SPACE}?[:(])|[nN][eE][eE]?[sS]?{_ON})"
    rf"{_SPACE}{{0,2}}(?:(?:{_DAYS}){_SPACE})?(?=[0-9])",
    _FLAGS,
)
_BIRTH = re.compile(
    rf"(?<![{_LETTER}0-9])(?:"
    rf"(?:date{_SPACE}de{_SPACE}naissance|date{_SPACE}of{_SPACE}birth|ddn|dob)"
    rf"(?:{_SPACE}?\([a-z/. -]{{2,20}}\))?"
    rf"(?:[^0-9.;:=!?\n(]{{0,30}}?(?:{_SPACE}?[:=(]|{_SPACE}(?:est|is))|,)?"
    rf"|(?:naissance|anniversaire|birthday){_SPACE}?[:=]"
    rf"|born)"
    rf"{_SPACE}{{0,2}}(?:(?:le|the|on{_SPACE}the|on){_SPACE})?(?:(?:{_DAYS}){_SPACE})?",
    _FLAGS | re.IGNORECASE,
)
_PARTS = rf"(?:{_SPACE}?{_SIGN}{_SPACE}?|,?{_SPACE}{{1,2}})"
_ORDINAL = "(?:er|st|nd|rd|th)?"
_DATES = (
    re.compile(
        rf"(?P<day>[0-9]{{1,2}}){_ORDINAL}{_PARTS}(?:of{_SPACE})?"
        rf"(?P<month>[0-9]{{1,2}}|[{_LETTER}]{{3,10}}){_PARTS}(?P<year>[0-9]{{4}}|[0-9]{{2}})(?![0-9])",
        _FLAGS | re.IGNORECASE,
    ),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9])", _FLAGS),
    re.compile(
        rf"(?P<month>[A-Za-z]{{3,9}})\.?{_SPACE}(?P<day>[0-9]{{1,2}}){_ORDINAL},?{_SPACE}"
        r"(?P<year>[0-9]{4})(?![0-9])",
        _FLAGS | re.IGNORECASE,
    ),
)
_MONTHS = (
    "janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june",
    "juillet july", "aout august", "septembre september", "octobre october", "novembre november",
    "decembre december",
)  # fmt: skip
_WITHOUT_ACCENTS = str.maketrans("éûÉÛ", "euEU")


def birth_dates(text: str) -> Iterator[Span]:
    """A date that words of birth lead to; the span is the date alone.

    « né le », « née à Lyon le », « date de naissance : », « DDN », « born on »… A date without such
    words is none, however old: laws, reports and epidemics are dated too. A child's is one as much
    as an adult's, so the year is only held to 1900-2099; two digits will do.
    """
    for words in (_BORN, _BIRTH):
        for context in words.finditer(text):
            for pattern in _DATES:
                match = pattern.match(text, context.end())
                if match and is_date(match["day"], match["month"], match["year"]):
                    yield match.span()
                    break


def is_date(day: str, month: str, year: str) -> bool:
    """The calendar has that day; the month is a number, a French or English name, or its start."""
    name = month.translate(_WITHOUT_ACCENTS).lower()
    found = [
        number
        for number, names in enumerate(_MONTHS, start=1)
        if any(each.startswith(name) for each in names.split())
    ]
    if name.isdecimal():
        found = [int(name)]
    try:
        date(2000 if len(year) == 2 else int(year), found[0], int(day))
    except (ValueError, IndexError):
        return False
    return len(year) == 2 or 1900 <= int(year) < 2100
