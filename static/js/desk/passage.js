// Words that are selected in a contribution become the passage to code: the form says them, and where
// they stand, counted in characters as the server counts them. Typing them by hand works as well.
const length = (text) => [...text].length;

export function enhance(place) {
  const into = document.getElementById(place.dataset.into);
  if (!into) return;
  const box = into.closest("details");
  const where = into.form.querySelector("[name=passage_at]");

  const chosen = () => {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const start = range.startContainer.parentElement?.closest("[data-field]");
    if (!start || !place.contains(start) || !start.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(start);
    before.setEnd(range.startContainer, range.startOffset);
    const words = range.toString();
    const lead = words.length - words.trimStart().length;
    return {
      words: words.trim(),
      at: `${start.dataset.field}:${length(before.toString()) + length(words.slice(0, lead))}`,
    };
  };

  const take = () => {
    const found = chosen();
    if (!found || !found.words) return;
    into.value = found.words;
    where.value = found.at;
    box.open = true;
  };

  place.addEventListener("pointerup", () => setTimeout(take));
  place.addEventListener("keyup", take);
  into.addEventListener("input", () => {
    where.value = "";
  });
}
