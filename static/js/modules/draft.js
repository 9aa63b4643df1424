// Keeps what is being typed in this browser, so that a reload or a lost session loses nothing. It goes
// once the server says that it has it (`data-draft-clear`), or after seven days.
const PREFIX = "brouillon:";
const LIFE = 7 * 24 * 3600 * 1000;
const NOT_KEPT = ["hidden", "submit", "button", "password", "file"];

const read = (key) => {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept && kept.at > Date.now() - LIFE ? kept.values : null;
  } catch {
    return null;
  }
};

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !NOT_KEPT.includes(field.type));
const isChoice = (field) => field.type === "radio" || field.type === "checkbox";

const typed = (form) => {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (!isChoice(field)) values[field.name] = field.value;
    else if (field.checked) values[field.name] = field.value;
  }
  return values;
};

const restore = (form, values) => {
  for (const field of fieldsOf(form)) {
    if (!(field.name in values)) continue;
    if (isChoice(field)) field.checked = field.value === values[field.name];
    else field.value = values[field.name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

export function enhance(form) {
  const key = PREFIX + form.dataset.draftKey;
  const values = read(key);
  if (values) restore(form, values);
  form.addEventListener("input", () => {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: typed(form) }));
    } catch {
      // A full or forbidden store only means that this browser keeps nothing.
    }
  });
}

const forget = () => {
  const kept = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const done = [...document.querySelectorAll("[data-draft-clear]")].map((element) => PREFIX + element.dataset.draftClear);
  for (const key of kept) if (!read(key) || done.includes(key)) localStorage.removeItem(key);
};
forget();
