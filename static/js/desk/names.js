// Proposes the names of members after « @ ». The element holds the field, a <datalist> of names, a hidden
// list (`data-names-list`) and where it says how many there are (`data-names-said`, with {n} in its words).
const MOST = 6;
const BEGUN = /(?:^|[^\p{L}\p{N}_@.])@([\p{L}\p{N}_][\p{L}\p{N}_'’ .-]{0,39}|)$/u;
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function enhance(element) {
  const field = element.querySelector("textarea");
  const list = element.querySelector("[data-names-list]");
  const output = element.querySelector("[data-names-said]");
  const names = [...element.querySelectorAll("datalist option")].map((option) => option.value);
  let chosen = -1;

  const begun = () => {
    if (field.selectionStart !== field.selectionEnd) return null;
    const found = BEGUN.exec(field.value.slice(0, field.selectionStart));
    return found && found[1];
  };

  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
  };

  const point = (place) => {
    const options = [...list.children];
    chosen = (place + options.length) % options.length;
    for (const [number, option] of options.entries()) option.setAttribute("aria-selected", String(number === chosen));
    field.setAttribute("aria-activedescendant", options[chosen].id);
  };

  const take = (name) => {
    const end = field.selectionStart;
    const start = end - begun().length;
    field.setRangeText(`${name} `, start, end, "end");
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };

  const optionOf = (name, number) => {
    const option = document.createElement("li");
    option.id = `${list.id}-${number}`;
    option.role = "option";
    option.textContent = name;
    // Not the click: the field would lose the focus first.
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      take(name);
    });
    return option;
  };

  const propose = () => {
    const typed = begun();
    close();
    if (typed === null) return;
    const starts = (name) => [name, ...name.split(/[ -]/)].some((part) => folded(part).startsWith(folded(typed)));
    const fitting = names.filter((name) => starts(name) && folded(name) !== folded(typed).trimEnd()).slice(0, MOST);
    if (!fitting.length) return;
    list.append(...fitting.map(optionOf));
    list.hidden = false;
    list.scrollIntoView({ block: "nearest" });
    output.textContent = output.dataset[fitting.length === 1 ? "one" : "many"].replace("{n}", fitting.length);
    point(0);
  };

  const keys = {
    ArrowDown: () => point(chosen + 1),
    ArrowUp: () => point(chosen - 1),
    Enter: () => take(list.children[chosen].textContent),
    Escape: close,
  };

  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  field.setAttribute("aria-controls", list.id);
  field.addEventListener("input", propose);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
}
