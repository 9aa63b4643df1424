// Shows, while a paragraph is being rewritten, which words go and which come.
const words = (text) => text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) || [];
const LIMIT = 1500;

const changes = (before, after) => {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      rows[i][j] = before[i] === after[j] ? rows[i + 1][j + 1] + 1 : Math.max(rows[i + 1][j], rows[i][j + 1]);
    }
  }
  const found = [];
  const add = (kind, text) => {
    const last = found[found.length - 1];
    if (last && last.kind === kind) last.text += text;
    else found.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) { add("kept", before[i]); i += 1; j += 1; }
    else if (j >= after.length || (i < before.length && rows[i + 1][j] >= rows[i][j + 1])) { add("del", before[i]); i += 1; }
    else { add("ins", after[j]); j += 1; }
  }
  return found;
};

export function enhance(element) {
  const field = element.querySelector("textarea[data-original]");
  const output = field && document.getElementById(field.dataset.preview);
  if (!output) return;
  const before = words(field.dataset.original);
  const show = () => {
    const after = words(field.value);
    output.parentElement.hidden = before.length > LIMIT || after.length > LIMIT || field.value === field.dataset.original;
    if (output.parentElement.hidden) return;
    output.replaceChildren(...changes(before, after).map(({ kind, text }) => {
      if (kind === "kept") return document.createTextNode(text);
      const part = document.createElement(kind);
      const word = document.createElement("span");
      word.className = "hide";
      word.textContent = output.dataset[kind];
      part.append(word, text);
      return part;
    }));
  };
  field.addEventListener("input", show);
  show();
}
