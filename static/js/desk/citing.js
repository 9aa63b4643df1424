// Shortens the search for sources: J and K walk the contributions found, X ticks, V quotes, C cites what
// is ticked; one that is dropped on the sources is cited. A field is inserted where the caret was.
const TYPING = "textarea, select, input:not([type=checkbox]), [contenteditable]";

export function enhance(form) {
  const text = form.querySelector("#text");
  const caret = form.querySelector("[data-caret]");
  const boxes = () => [...form.querySelectorAll("[data-results] input[type=checkbox]")];
  const cite = () => form.querySelector("[name=do][value=cite]");
  const keep = () => {
    if (document.activeElement === text) caret.value = [...text.value.slice(0, text.selectionStart)].length;
  };
  text?.addEventListener("keyup", keep);
  text?.addEventListener("pointerup", keep);
  text?.addEventListener("input", keep);
  const hint = form.querySelector(".keys");
  if (hint) hint.hidden = false;

  const walk = (step) => {
    const all = boxes();
    const at = all.findIndex((box) => box.closest("li").contains(document.activeElement));
    all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
  };
  const here = () => document.activeElement?.closest("[data-results] li");
  const acts = {
    j: () => walk(1),
    k: () => walk(-1),
    x: () => here()?.querySelector("input").click(),
    v: () => here()?.querySelector("button").click(),
    c: () => cite()?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
    const act = acts[event.key.toLowerCase()];
    if (!act || !boxes().length) return;
    event.preventDefault();
    act();
  });

  const place = form.querySelector("[data-drop]");
  form.addEventListener("dragstart", (event) => {
    const row = event.target.closest?.("[data-results] li");
    if (row) event.dataTransfer.setData("text/plain", row.querySelector("input").id);
  });
  place?.addEventListener("dragover", (event) => event.preventDefault());
  place?.addEventListener("drop", (event) => {
    const box = document.getElementById(event.dataTransfer.getData("text/plain"));
    if (!box || !form.contains(box)) return;
    event.preventDefault();
    box.checked = true;
    cite()?.click();
  });
}
