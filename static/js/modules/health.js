// Adds to what `privacy` finds before a text leaves the page: what it tells of somebody's health. The
// rules are those of consultation/screening/health.py, where they are explained, and the same sentences
// test both. Their words are asked for once, when somebody begins to write; without them, and in any
// case, the server has the last word.
const listed = (text) => new Set(text.split(" "));
const SMALL = listed("de d du des la le les l un une en a au");
const NOT = listed("pas plus jamais aucun aucune");
const FIRST = listed("je j");
const MINE = listed("mon ma mes");
const SPEAKING = listed("je j m me mon ma");
const STARTS_OF_OTHERS = listed("un une les des le la l si");
const STARTS_OF_ONESELF = listed("etant vivant atteint atteinte moi comme");
const BESIDE = listed("belle beau grand petit petite");
const ABBREVIATIONS = listed("m mm mme mlle mr dr pr st ste");
const LINK_REACH = 4, TERM_REACH = 7, KIN_REACH = 16;

const ACCENTS = "àâäãáåçèéêëìíîïñòóôöõùúûüýÿœæ";
const PLAIN = "aaaaaaceeeeiiiinooooouuuuyyoa";
const fold = (sign) => {
  const low = sign.toLowerCase().length === 1 ? sign.toLowerCase() : sign;
  return ACCENTS.includes(low) ? PLAIN[ACCENTS.indexOf(low)] : low;
};

// Each sentence is its words and, in the same order, where they stand; the point of « M. Durand » ends none.
const sentencesOf = (text) => {
  const found = [];
  let words = [], spans = [];
  const end = () => {
    if (words.length) found.push({ words, spans, text });
    words = [];
    spans = [];
  };
  const plain = text.split("").map(fold).join("");
  for (const { 0: piece, index } of plain.matchAll(/[\p{L}\p{Nl}\p{No}]+|[0-9]+|[.!?;:\n…]/gu)) {
    if (/[.!?;:\n…]/.test(piece)) {
      if (piece !== "." || !ABBREVIATIONS.has(words.at(-1))) end();
    } else {
      words.push(piece);
      spans.push([index, index + piece.length]);
    }
  }
  end();
  return found;
};

let lists = null;
const isTerm = (words, at) => {
  const [following] = words.slice(at + 1, at + 4).filter((word) => !SMALL.has(word));
  return lists.terms.has(words[at]) || (following !== undefined && lists.pairs.has(`${words[at]} ${following}`));
};
const has = (list, words) => words.some((word) => list.has(word));

// Where the first of them stands that `test` accepts, going down; `stops` ends the search.
const back = (from, to, test, stops = () => false) => {
  for (let at = from; at >= Math.max(0, to); at -= 1) {
    if (test(at)) return at;
    if (stops(at)) return null;
  }
  return null;
};
const possessed = (words, term) => {
  if (lists.states.has(words[term])) return null;
  const stops = (at) => SMALL.has(words[at]) || lists.breaks.has(words[at]) || lists.kin.has(words[at]);
  return back(term - 1, term - 2, (at) => MINE.has(words[at]), stops);
};
const treated = (words, term) => {
  for (let act = term; act >= Math.max(0, term - 5); act -= 1) {
    if (!lists.acts.has(words[act])) continue;
    const me = back(act - 1, act - 3, (at) => words[at] === "m");
    if (me !== null) return me;
  }
  return null;
};
const isLinked = (words, person, term) => {
  const between = words.slice(person + 1, term);
  const verb = between.slice(0, LINK_REACH).findIndex((word) => lists.links.has(word));
  if (verb < 0 || has(NOT, between)) return false;
  if (between[verb] === "suis" && ["pour", "contre"].includes(between[verb + 1])) return false;
  return !(["a", "de"].includes(words[term + 1]) && ["sourd", "malade"].includes(words[term]));
};
const saidOfOneself = (words, term) => {
  const stops = (at) => lists.breaks.has(words[at]) || lists.kin.has(words[at]);
  const at = back(term - 1, term - LINK_REACH - TERM_REACH + 1, (each) => FIRST.has(words[each]), stops);
  return at !== null && isLinked(words, at, term) ? at : null;
};
const apposed = (words, term) => {
  if (term > 4 || STARTS_OF_OTHERS.has(words[0]) || has(lists.breaks, words.slice(0, term))) return null;
  const opens = term === 0 || STARTS_OF_ONESELF.has(words[0]) || words.slice(0, 3).join(" ") === "en tant que";
  return opens && has(SPEAKING, words.slice(term + 1)) ? 0 : null;
};

// Where a sentence names somebody, between two words of it.
const people = ({ words, spans, text }, start = 0, stop = words.length) => {
  const found = [];
  for (let at = Math.max(0, start); at < Math.min(stop, words.length); at += 1) {
    const word = words[at], before = words[at - 1] || "", first = text[spans[at][0]];
    const isNamed = lists.owners.has(before) || lists.alone.has(word) || BESIDE.has(before) ||
      (lists.articles.has(before) && lists.neighbours.has(word));
    if (lists.kin.has(word) && isNamed) found.push(at);
    else if (lists.owners.has(before) && lists.kin.has(words[at + 1])) found.push(at + 1);
    else if (lists.titles.has(before) && first !== first.toLowerCase()) found.push(at);
  }
  return found;
};
const saidOfAnother = (sentence, term) => {
  const about = people(sentence, term - KIN_REACH, term + TERM_REACH + 1).find((at) => {
    const between = sentence.words.slice(Math.min(at, term) + 1, Math.max(at, term));
    if (Math.abs(at - term) > (at < term ? KIN_REACH : TERM_REACH) || has(lists.breaks, between)) return false;
    return at > term || has(lists.othersLinks, between) || between.filter((word) => !SMALL.has(word)).length <= 2;
  });
  return about === undefined ? null : about;
};
const speaksOn = (words, term) =>
  ["il", "elle"].includes(words[0]) && term <= TERM_REACH &&
  has(lists.othersLinks, words.slice(0, term)) && !has(lists.breaks, words.slice(0, term));

const foundIn = (sentence, before) => {
  const { words, spans } = sentence;
  for (let at = 0; at < words.length; at += 1) {
    if (!isTerm(words, at)) continue;
    const own = [possessed, treated, saidOfOneself, apposed].map((rule) => rule(words, at)).find((place) => place !== null);
    let start = own === undefined ? saidOfAnother(sentence, at) : own;
    if (start === null && before && speaksOn(words, at) && people(before).length) start = at;
    if (start !== null) return [{ kind: "health", start: spans[Math.min(start, at)][0], end: spans[Math.max(start, at)][1] }];
  }
  return [];
};
const healthData = (text) =>
  lists ? sentencesOf(text).flatMap((sentence, at, all) => foundIn(sentence, all[at - 1])) : [];
const read = (found) => { lists = Object.fromEntries(Object.entries(found).map(([name, words]) => [name, new Set(words)])); };

export function enhance(form) {
  const ask = () => { if (!lists) fetch(form.dataset.healthWords).then((answer) => answer.json()).then(read).catch(() => {}); };
  form.addEventListener("focusin", ask, { once: true });
  form.addEventListener("consultation:traces", ({ detail, target }) => {
    const original = (form.querySelector("[data-original]") || form).dataset.original || "";
    detail.push(...healthData(target.value).filter(({ start, end }) => !original.includes(target.value.slice(start, end))));
  });
}
