// The keys of the moderators' desk: each presses what is on the page, and does nothing that a pointer
// could not. They can be switched off, stay so in this browser, and never act inside a text field.
const STORE = "raccourcis-moderation";
const TYPING = "textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]";
const PRESSED = {
  j: "[data-onward], [data-begin]",
  k: "[data-backward]",
  x: ".pile--on > input, [data-queue] > li:first-child > input",
  z: "[data-undo] button",
};

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

export function enhance(desk) {
  let off = isOff();

  const dress = () => {
    const place = desk.querySelector("[data-keys]");
    if (!place) return;
    const turn = place.querySelector("[data-keys-switch]");
    place.hidden = false;
    turn.textContent = off ? turn.dataset.off : turn.dataset.on;
  };

  const choose = (key) => {
    const radio = desk.querySelector(`[data-decide] [data-press="${key}"]`);
    if (!radio) return false;
    radio.click();
    radio.focus();
    return true;
  };

  const press = (selector) => {
    const found = desk.querySelector(selector) || document.querySelector(selector);
    if (found) found.click();
    return Boolean(found);
  };

  const send = () => press("[data-decide] [name=then][value=next]");

  const act = (event) => {
    const isHeld = event.ctrlKey || event.metaKey;
    if (isHeld) return event.key === "Enter" && send();
    if (event.target.closest(TYPING)) return false;
    if (event.key === "Enter") return sends(event.target) && send();
    const key = event.key.toLowerCase();
    return Object.hasOwn(PRESSED, key) ? press(PRESSED[key]) : /^[a-z1-9]$/.test(key) && choose(key);
  };

  // On a page that says so, Enter alone sends, from wherever nothing else answers to it.
  const sends = (target) => "enter" in desk.dataset && target.matches("body, .notice, #item, [data-press]");

  document.addEventListener("keydown", (event) => {
    if (off || event.defaultPrevented || event.altKey) return;
    if (act(event)) event.preventDefault();
  });

  desk.addEventListener("click", (event) => {
    if (!event.target.closest("[data-keys-switch]")) return;
    off = !off;
    remember(off);
    dress();
  });

  desk.addEventListener("consultation:swapped", dress);
  dress();
}
