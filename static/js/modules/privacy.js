// Warns before anything leaves the page when the text seems to hold personal data. The server checks
// the same way, and has the last word.
const digits = (text) => text.replace(/\D/g, "");

const isNir = (found) => {
  const plain = found.toUpperCase().replace(/[^0-9AB]/g, "");
  if (plain.length !== 15) return false;
  const number = plain.slice(0, 13).replace("2A", "19").replace("2B", "18");
  return /^\d{13}$/.test(number) && 97n - (BigInt(number) % 97n) === BigInt(plain.slice(13));
};

const isIban = (found) => {
  const plain = found.toUpperCase().replace(/\s/g, "");
  if (plain.length < 15 || plain.length > 34) return false;
  const moved = plain.slice(4) + plain.slice(0, 4);
  const number = [...moved].map((char) => parseInt(char, 36)).join("");
  return BigInt(number) % 97n === 1n;
};

const KINDS = {
  social_security_number: [/(?<![0-9])[12][ .-]?\d\d[ .-]?\d\d[ .-]?(?:\d\d|2[AB])[ .-]?\d{3}[ .-]?\d{3}[ .-]?\d\d(?![0-9])/gi, isNir],
  email: [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+/g, () => true],
  iban: [/(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}(?![A-Z0-9])/gi, isIban],
  phone: [/(?<![0-9+])(?:(?:\+|00)(?:33|262|508|590|594|596|687|689)[ .-]?(?:\(0\))?|0)[1-9](?:[ .-]?\d{2}){4}(?![0-9])/g, (found) => digits(found).length >= 10],
  birth_date: [/(?:n[ée]e?(?:\(e\))?\s+le|date de naissance\s*:?)\s*(?:le\s+)?\d{1,2}(?:er)?[\s/.-]+(?:\d{1,2}|[a-zéû]{3,9})[\s/.-]+(?:19|20)\d\d/gi, () => true],
};

const traces = (text) => Object.entries(KINDS).filter(([, [pattern, holds]]) => [...text.matchAll(pattern)].some(([found]) => holds(found))).map(([kind]) => kind);

export function enhance(form) {
  const warning = form.querySelector("[data-privacy-warning]");
  const confirmed = form.elements.confirm_personal_data;
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.name === "draft") return;
    if (confirmed.value === "1") return;
    const text = [...form.querySelectorAll("textarea")].map((field) => field.value).join("\n");
    const kinds = traces(text);
    if (!kinds.length) return;
    event.preventDefault();
    warning.hidden = false;
    for (const item of warning.querySelectorAll("[data-kind]")) item.hidden = !kinds.includes(item.dataset.kind);
    warning.focus();
  });
  warning.querySelector("[data-privacy-send]").addEventListener("click", () => { confirmed.value = "1"; });
  warning.querySelector("[data-privacy-fix]").addEventListener("click", () => {
    warning.hidden = true;
    form.querySelector("textarea").focus();
  });
}
