// Shortens the search for sources: J and K walk the contributions found, X ticks, V quotes, C cites what
// is ticked; one that is dropped on the sources is cited. A field is inserted where the caret was. The
// keys are switched off with those of the other desks, and never act inside a text field.
const STORE = "raccourcis-moderation";
const TYPING = "textarea, select, input:not([type=checkbox]), [contenteditable]";

const isOff = () => {
  try {
    return localStorage.getItem(STORE) === "non";
  } catch {
    return false;
  }
};

const remember = (off) => {
  try {
    localStorage.setItem(STORE, off ? "non" : "oui");
  } catch {
    // Where nothing can be kept, the switch holds for this page alone.
  }
};

export function enhance(form) {
  let off = isOff();
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

  const hint = form.querySelector("[data-keys]");
  const turn = hint?.querySelector("[data-keys-switch]");
  const dress = () => {
    if (!hint) return;
    hint.hidden = false;
    turn.textContent = off ? turn.dataset.off : turn.dataset.on;
  };
  turn?.addEventListener("click", () => {
    off = !off;
    remember(off);
    dress();
  });
  dress();

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
    if (off || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING) || !Object.hasOwn(acts, event.key.toLowerCase())) return;
    if (!boxes().length) return;
    event.preventDefault();
    acts[event.key.toLowerCase()]();
  });

  const place = form.querySelector("[data-drop]");
  form.addEventListener("dragstart", (event) => {
    const row = event.target.closest?.("[data-results] li");
    if (row) event.dataTransfer.setData("text/plain", row.querySelector("input").id);
  });
  const over = (is) => place?.toggleAttribute("data-over", is);
  place?.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  place?.addEventListener("dragleave", () => over(false));
  place?.addEventListener("drop", (event) => {
    over(false);
    const box = document.getElementById(event.dataTransfer.getData("text/plain"));
    if (!box || !form.contains(box)) return;
    event.preventDefault();
    box.checked = true;
    cite()?.click();
  });
}
