// The statement of reasons as it will be sent, shown while the rule and the facts are being written; and
// what is selected in the text, added to what is to be masked.
const MANY = "98";

const masked = (form) => {
  const ticked = form.querySelectorAll("[name=span]:checked").length;
  return ticked + form.elements.words.value.split("\n").filter((line) => line.trim()).length;
};

const decided = (form, chosen) => {
  const { says, saysMany } = chosen.dataset;
  const count = saysMany ? masked(form) : 1;
  if (count < 2) return says;
  const at = saysMany.lastIndexOf(MANY);
  return saysMany.slice(0, at) + count + saysMany.slice(at + MANY.length);
};

export function enhance(form) {
  const place = form.querySelector("[data-letter]");
  const without = form.querySelector("[data-without]");
  const selecting = form.querySelector("[data-select]");

  const drafted = (chosen) => {
    const rule = form.elements.rule.selectedOptions[0];
    const law = form.elements.legal_ref.value.trim();
    const facts = form.elements.facts.value.trim();
    const { hello, how, redress } = place.dataset;
    return [
      hello,
      decided(form, chosen),
      rule.dataset.says || (rule.value && law && place.dataset.law.replace("…", () => law)),
      facts && place.dataset.facts.replace("…", () => facts),
      how,
      redress,
    ];
  };

  const show = () => {
    const chosen = form.querySelector("[name=measure]:checked");
    const has = Boolean(chosen && chosen.dataset.says);
    place.hidden = !has;
    without.hidden = has;
    if (!has) return;
    const own = form.elements.statement.value.trim();
    const parts = own ? own.split(/\n{2,}/) : drafted(chosen);
    place.replaceChildren(
      ...parts.filter(Boolean).map((words) => Object.assign(document.createElement("p"), { textContent: words })),
    );
  };

  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
  if (!selecting) return;
  selecting.hidden = false;
  selecting.querySelector("button").addEventListener("click", () => {
    const words = String(getSelection()).trim();
    const field = form.elements.words;
    if (!words) return;
    field.value = [field.value.trim(), words].filter(Boolean).join("\n");
    show();
  });
}
