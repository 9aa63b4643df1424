// Warns before a text that seems to hold personal data leaves the page. The form holds a hidden
// [data-privacy-warning] with one [data-kind] for each kind, [data-privacy-fix] and [data-privacy-send],
// and a hidden field `confirm_personal_data`. What a text holds other modules of the form say, `traces`
// and `health`: each adds `{ kind, start, end }` to the `detail` of what is asked of a field.
const tracesIn = (field) => {
  const found = [];
  field.dispatchEvent(new CustomEvent("consultation:traces", { bubbles: true, detail: found }));
  return found.sort((one, other) => one.start - other.start).map((trace) => ({ ...trace, field }));
};

export function enhance(form) {
  const warning = form.querySelector("[data-privacy-warning]");
  const confirmed = form.elements.confirm_personal_data;
  const fields = [...form.querySelectorAll("textarea")];
  let first = null;
  form.addEventListener("input", () => { confirmed.value = ""; });
  form.addEventListener("submit", (event) => {
    if (confirmed.value || (event.submitter && event.submitter.name === "draft")) return;
    const traces = fields.flatMap(tracesIn);
    if (!traces.length) return;
    first = traces[0];
    const kinds = new Set(traces.map((trace) => trace.kind));
    event.preventDefault();
    for (const item of warning.querySelectorAll("[data-kind]")) item.hidden = !kinds.has(item.dataset.kind);
    warning.hidden = false;
    warning.focus();
  });
  warning.querySelector("[data-privacy-send]").addEventListener("click", () => { confirmed.value = "1"; });
  warning.querySelector("[data-privacy-fix]").addEventListener("click", () => {
    warning.hidden = true;
    first.field.focus();
    first.field.setSelectionRange(first.start, first.end);
  });
}
