// Adds to what `privacy` asks for before a text leaves the page: the personal data that it seems to hold.
// The rules are those of consultation/screening/detectors.py, where they are explained, and the same
// texts test both; the server has the last word.
const raw = String.raw;
const BLANK = raw`[ \t\u00a0\u2009\u202f]`;
const SPACE = raw`[ \t\r\n\u00a0\u2009\u202f]`;
const SIGN = raw`[./\u2010\u2011\u2013-]`;
const GAP = `(?:${BLANK}{1,2}|${BLANK}?${SIGN}${BLANK}?)?`;
const LETTER = raw`A-Za-z\u00c0-\u024f`;

const all = (pattern, text) => [...text.matchAll(pattern)];
const span = (match, skipped = 0) => [match.index + skipped, match.index + match[0].length];

const NIR = new RegExp(raw`(?<![0-9])[1-478]${GAP}[0-9]{2}${GAP}[0-9]{2}${GAP}(?:[0-9]{2}|2[AaBb])${GAP}[0-9]{3}${GAP}[0-9]{3}${BLANK}{0,2}[./(\[|:\u2013-]?${BLANK}?(?:[Cc]l[ée]${BLANK}?:?${BLANK}?)?[0-9]{2}(?![0-9])`, "g");
const isNir = (plain) => {
  const place = { "2A": "19", "2B": "18" }[plain.slice(5, 7).toUpperCase()] || plain.slice(5, 7);
  const number = plain.slice(0, 5) + place + plain.slice(7, 13);
  if (!/^[0-9]{15}$/.test(number + plain.slice(13))) return false;
  const month = Number(number.slice(3, 5));
  const hasMonth = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
  return hasMonth && 97 - (Number(number) % 97) === Number(plain.slice(13));
};
const nirs = (text) => all(NIR, text).filter(([found]) => isNir(found.replace(/[^0-9ABab]/g, ""))).map((match) => span(match));

const EMAIL = new RegExp(raw`(?<![${LETTER}0-9._%+@-])[${LETTER}0-9._%+-]+@(?:[${LETTER}0-9-]+\.)+[${LETTER}]{2,24}(?![${LETTER}0-9])`, "g");
const emails = (text) =>
  all(EMAIL, text).flatMap((match) => {
    const local = match[0].split("@")[0];
    const kept = local.replace(/^[._%+-]+/, "");
    return kept && kept.length <= 64 ? [span(match, local.length - kept.length)] : [];
  });

const COUNTRIES = {
  15: "NO", 16: "BE", 18: "DK|FI|FK|FO|GL|NL|SD", 19: "MK|SI", 20: "AT|BA|EE|KZ|LT|LU|MN|XK", 21: "CH|HR|LI|LV",
  22: "BG|BH|CR|DE|GB|GE|IE|ME|RS|VA", 23: "AE|GI|IL|IQ|OM|SO|TL", 24: "AD|CZ|ES|MD|PK|RO|SA|SE|SK|TN|VG",
  25: "LY|PT|ST", 26: "IS|TR", 27: "BI|DJ|FR|GR|IT|MC|MR|SM", 28: "AL|AZ|BY|CY|DO|GT|HN|HU|LB|NI|PL|SV",
  29: "BR|EG|PS|QA|UA", 30: "JO|KW|MU|YE", 31: "MT|SC", 32: "LC", 33: "RU",
};
const ONE_MORE = `(?:(?:${BLANK}|[.-])?[A-Za-z0-9])`;
const LENGTHS = Object.entries(COUNTRIES).map(([length, names]) => `(?:${names})[0-9]{2}${ONE_MORE}{${length - 4}}(?![A-Za-z0-9])`);
const IBAN = new RegExp(`(?<![A-Za-z0-9])(?=[A-Za-z]{2}[0-9]{2})(?=(${LENGTHS.join("|")}))`, "gi");
const isIban = (plain) => {
  const digits = [...plain.slice(4), ...plain.slice(0, 4)].map((sign) => parseInt(sign, 36)).join("");
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
};
const ibans = (text) => all(IBAN, text).filter((match) => isIban(match[1].replace(/[^A-Za-z0-9]/g, ""))).map((match) => [match.index, match.index + match[1].length]);

const PAIRS = `(?:${BLANK}{0,2}[0-9]{2}){4}`;
const SIGNED_PAIRS = raw`(?:${BLANK}?${SIGN}${BLANK}?)?[0-9]{2}(${BLANK}?${SIGN}${BLANK}?)[0-9]{2}\1[0-9]{2}\1[0-9]{2}`;
const TRIPLES = `[0-9]{2}${BLANK}[0-9]{3}${BLANK}[0-9]{3}`;
const ABROAD = raw`(?:\+|00)${BLANK}?(?:33|262|590|594|596)\)?${GAP}(?:\(?0\)?${GAP})?`;
const PACIFIC = raw`(?:\+|00)${BLANK}?(?:(?:508|681|687)(?:${GAP}[0-9]{2}){3}|689(?:${GAP}[0-9]{2}){4})`;
const PHONE = new RegExp(raw`(?<![${LETTER}0-9_=])(?<![0-9][.,\u2013-])(?<![0-9]{4}/)(?:(?:${ABROAD}|0)[1-79](?:${SIGNED_PAIRS}|${PAIRS}|${TRIPLES})|${PACIFIC})(?![0-9])(?![.\u2013-][0-9])(?!/[1-9])`, "g");
const ADDRESS = /(?:https?:\/\/|www\.)[^ \t\r\n\u00a0<>"]+/gi;
const REFERENCE = new RegExp(raw`(?:isbn(?:-1[03])?|r[ée]f(?:[ée]rence)?|dossier|facture|commande|identifiant)${BLANK}?(?:n[°ºo]|num[ée]ro)?${BLANK}?[.]?${BLANK}?:?${BLANK}?\n?$`, "i");
const phones = (text) => {
  const addresses = all(ADDRESS, text).map((match) => span(match));
  return all(PHONE, text)
    .map((match) => span(match))
    .filter(([start]) => !addresses.some(([from, to]) => from <= start && start < to))
    .filter(([start]) => !REFERENCE.test(text.slice(Math.max(0, start - 32), start)));
};

const DAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche";
const INFLECTION = raw`(?:[(./·•-]?[eE]\)?)?(?:[(./·•-]?[sS]\)?)?`;
const IN_A_PLACE = raw`(?:${SPACE}{1,2}(?:(?:[àÀaA]|[aA][uU][xX]?|[eE][nN])${SPACE}(?:[lL]['’]|[lL][aAeE][sS]?${SPACE})?)?[A-ZÀ-Þ][^0-9.;:!?\n]{0,30}?(?:\([0-9AB]{2,3}\))?,?)?`;
const ON = `${SPACE}{1,2}(?:[lL][eE]|[uU][nN])(?:${SPACE}?:)?`;
const BORN = new RegExp(raw`(?<![${LETTER}0-9])(?:[nN][éÉ]${INFLECTION}(?:${IN_A_PLACE}${ON}|${SPACE}?[:(])|[nN][eE][eE]?[sS]?${ON})${SPACE}{0,2}(?:(?:${DAYS})${SPACE})?(?=[0-9])`, "g");
const BIRTH = new RegExp(raw`(?<![${LETTER}0-9])(?:(?:date${SPACE}de${SPACE}naissance|date${SPACE}of${SPACE}birth|ddn|dob)(?:${SPACE}?\([a-z/. -]{2,20}\))?(?:[^0-9.;:=!?\n(]{0,30}?(?:${SPACE}?[:=(]|${SPACE}(?:est|is))|,)?|(?:naissance|anniversaire|birthday)${SPACE}?[:=]|born)${SPACE}{0,2}(?:(?:le|the|on${SPACE}the|on)${SPACE})?(?:(?:${DAYS})${SPACE})?`, "gi");
const PARTS = `(?:${SPACE}?${SIGN}${SPACE}?|,?${SPACE}{1,2})`;
const ORDINAL = "(?:er|st|nd|rd|th)?";
const DATES = [
  new RegExp(raw`(?<day>[0-9]{1,2})${ORDINAL}${PARTS}(?:of${SPACE})?(?<month>[0-9]{1,2}|[${LETTER}]{3,10})${PARTS}(?<year>[0-9]{4}|[0-9]{2})(?![0-9])`, "iy"),
  /(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})(?![0-9])/y,
  new RegExp(raw`(?<month>[A-Za-z]{3,9})\.?${SPACE}(?<day>[0-9]{1,2})${ORDINAL},?${SPACE}(?<year>[0-9]{4})(?![0-9])`, "iy"),
];
const MONTHS = "janvier january fevrier february mars march avril april mai may juin june juillet july aout august septembre september octobre october novembre november decembre december".split(" ");
const isDate = ({ day, month, year }) => {
  const name = month.replace(/[éÉ]/g, "e").replace(/[ûÛ]/g, "u").toLowerCase();
  const number = /^[0-9]+$/.test(name) ? Number(name) : (MONTHS.findIndex((each) => each.startsWith(name)) >> 1) + 1;
  const full = year.length === 2 ? 2000 : Number(year);
  const date = new Date(Date.UTC(full, number - 1, Number(day)));
  const isReal = number >= 1 && date.getUTCMonth() === number - 1 && date.getUTCDate() === Number(day);
  return isReal && full >= 1900 && full < 2100;
};
const births = (text) =>
  [BORN, BIRTH].flatMap((words) =>
    all(words, text).flatMap((context) => {
      for (const pattern of DATES) {
        pattern.lastIndex = context.index + context[0].length;
        const match = pattern.exec(text);
        if (match && isDate(match.groups)) return [span(match)];
      }
      return [];
    }),
  );

const any = (words) =>
  words.split(" ").map((word) => [...word].map((sign) => (sign === "." ? raw`\.` : `[${sign}${sign.toUpperCase()}]`)).join("")).join("|");
const SURE = any("rue avenue av. av boulevard bvd blvd bld bd allée allées allee impasse imp. chemin ruelle venelle faubourg lotissement sentier chaussée esplanade résidence");
const UNSURE = any("place pl. cours passage route rte quai square villa cité montée promenade");
const OF = `(?:(?:[dD][eE]${BLANK}[lL][aA]|[dD][eEuU]|[dD][eE][sS]|[lL][aAeE][sS]?)${BLANK})?(?:(?:[dD]|[dD][eE]${BLANK}[lL]|[lL])['’])?`;
const NAME = `[0-9A-ZÀ-Þ][${LETTER}0-9'’-]{0,30}`;
const MORE = `(?:${BLANK}${OF}${NAME}){0,4}`;
const TOWN = `(?:,?${BLANK}{0,2}(?:[0-9]{5}|[0-9]{2}${BLANK}[0-9]{3})${BLANK}${NAME}${MORE})?`;
const STREET = new RegExp(raw`(?<![${LETTER}0-9.,/°§¶-])[1-9][0-9]{0,3}(?:${BLANK}?(?:[bB][iI][sS]|[tT][eE][rR]|[A-D](?![${LETTER}])))?,?${BLANK}{1,2}(?:(?:${SURE})${BLANK}${OF}[${LETTER}0-9][${LETTER}0-9'’-]{0,30}${MORE}|(?:${UNSURE})${BLANK}${OF}${NAME}${MORE})${TOWN}`, "g");
const PART = new RegExp(raw`(?:[¶§]|paragraphe|article|axe|page|priorité|point|alinéa|section|chapitre|annexe|version)${BLANK}?$`, "i");
const streets = (text) =>
  all(STREET, text)
    .map((match) => span(match))
    .filter(([start]) => !PART.test(text.slice(Math.max(0, start - 16), start)));

// The surest first: where two overlap, the first is kept.
const DETECTORS = { social_security_number: nirs, iban: ibans, email: emails, birth_date: births, phone: phones, postal_address: streets };
const personalData = (text) => {
  const found = [];
  for (const [kind, spans] of Object.entries(DETECTORS)) {
    for (const [start, end] of spans(text)) {
      if (found.every((each) => end <= each.start || each.end <= start)) found.push({ kind, start, end });
    }
  }
  return found.sort((one, other) => one.start - other.start);
};

export function enhance(form) {
  form.addEventListener("consultation:traces", ({ detail, target }) => { detail.push(...personalData(target.value)); });
}
