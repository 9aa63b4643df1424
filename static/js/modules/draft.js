// Keeps what is being typed in this browser, so that a reload loses nothing.
const PREFIX = "brouillon:";
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !["hidden", "submit", "password", "file"].includes(field.type));

export function enhance(form) {
  const key = PREFIX + form.dataset.draftKey;
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(key) || "{}");
  } catch {
    kept = {};
  }
  for (const field of fieldsOf(form)) {
    if (!(field.name in kept)) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = kept[field.name] === field.value;
    else if (!field.value || field.value === field.defaultValue) field.value = kept[field.name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.addEventListener("input", () => {
    const values = {};
    for (const field of fieldsOf(form)) {
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.checked) values[field.name] = field.value;
      } else values[field.name] = field.value;
    }
    try {
      localStorage.setItem(key, JSON.stringify(values));
    } catch {
      // A full or forbidden store only means that this browser keeps nothing.
    }
  });
}

for (const done of document.querySelectorAll("[data-draft-clear]")) {
  localStorage.removeItem(PREFIX + done.dataset.draftClear);
}
