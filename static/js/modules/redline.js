// Shows, while a paragraph is being rewritten, which words go and which come. The form holds a
// textarea[data-original][data-preview="id"]; that id is the paragraph to fill, whose parent is hidden
// until there is something to show, and whose data-del and data-ins are said before what changed.
const LIMIT = 1500;
const tokens = (text) => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) || [];

// The longest common subsequence, by dynamic programming, what both texts begin and end with set aside.
const changes = (before, after) => {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const old = before.slice(head, before.length - tail);
  const fresh = after.slice(head, after.length - tail);
  return [
    ...before.slice(0, head).map((word) => ["kept", word]),
    ...middle(old, fresh),
    ...before.slice(before.length - tail).map((word) => ["kept", word]),
  ];
};

const middle = (old, fresh) => {
  if (old.length > LIMIT || fresh.length > LIMIT) return [["del", old.join("")], ["ins", fresh.join("")]];
  const best = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      best[i][j] = old[i] === fresh[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    }
  }
  const found = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      found.push(["kept", old[i]]);
      i += 1;
      j += 1;
    } else if (j >= fresh.length || (i < old.length && best[i + 1][j] >= best[i][j + 1])) {
      found.push(["del", old[i]]);
      i += 1;
    } else {
      found.push(["ins", fresh[j]]);
      j += 1;
    }
  }
  return found;
};

// One change for words that follow one another; a space kept between two changes belongs to both.
const joined = (list) => {
  const runs = [];
  let open = null;
  list.forEach(([kind, word], at) => {
    const next = list[at + 1];
    if (kind === "kept" && !(open && !word.trim() && next && next[0] !== "kept")) {
      open = null;
      if (runs.length && runs.at(-1).kept !== undefined) runs.at(-1).kept += word;
      else runs.push({ kept: word });
      return;
    }
    if (!open) runs.push((open = { del: "", ins: "" }));
    if (kind !== "ins") open.del += word;
    if (kind !== "del") open.ins += word;
  });
  return runs;
};

const drawn = (output, kind, text) => {
  const part = document.createElement(kind);
  const word = document.createElement("span");
  word.className = "hide";
  word.textContent = output.dataset[kind];
  part.append(word, text);
  return part;
};

export function enhance(element) {
  const field = element.querySelector("textarea[data-original]");
  const output = field && document.getElementById(field.dataset.preview);
  if (!output) return;
  const before = tokens(field.dataset.original);
  const show = () => {
    const runs = joined(changes(before, tokens(field.value)));
    output.parentElement.hidden = runs.every((run) => run.kept !== undefined);
    output.replaceChildren(
      ...runs.flatMap((run) => {
        if (run.kept !== undefined) return [run.kept];
        return ["del", "ins"].filter((kind) => run[kind]).map((kind) => drawn(output, kind, run[kind]));
      }),
    );
  };
  let waiting = 0;
  element.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  show();
}
