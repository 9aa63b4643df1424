// Keys for those who read much: next and previous paragraph, discussion, help. Never inside a field,
// never with another key held; they can be switched off, and stay so in this browser.
const STORE = "raccourcis";
const FIELDS = "input, textarea, select, [contenteditable]";

const isOff = () => {
  try {
    return localStorage.getItem(STORE) === "non";
  } catch {
    return false;
  }
};

const remember = (on) => {
  try {
    localStorage.setItem(STORE, on ? "oui" : "non");
  } catch {
    // Where nothing can be kept, the switch holds for this page alone.
  }
};

export function enhance(element) {
  const help = document.getElementById("raccourcis");
  const button = document.querySelector("[data-shortcuts-open]");
  const box = help && help.querySelector("[data-shortcuts-switch]");
  let off = isOff();

  const paragraphs = () => [...element.querySelectorAll(".para[data-paragraph]")];
  const current = () => {
    const held = document.activeElement.closest(".para[data-paragraph]");
    return held || element.querySelector(".para--open");
  };

  const go = (step) => {
    const list = paragraphs();
    const from = list.indexOf(current());
    const first = list.findIndex((para) => para.getBoundingClientRect().bottom > 0);
    const next = from < 0 ? list[Math.max(first, 0)] : list[from + step];
    if (!next) return;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  const write = () => {
    const field = element.querySelector(".composer textarea");
    const para = current();
    if (field && (!para || para.matches(".para--open"))) field.focus();
    else if (para) para.querySelector("a.para__talk")?.click();
  };

  const acts = { j: () => go(1), k: () => go(-1), c: write, "?": () => help && help.showModal() };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest(FIELDS) || document.querySelector("dialog[open]")) return;
    if (off || !Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  });

  if (!help || !button) return;
  button.hidden = false;
  button.addEventListener("click", () => help.showModal());
  box.checked = !off;
  box.addEventListener("change", () => {
    off = !box.checked;
    remember(box.checked);
  });
}
