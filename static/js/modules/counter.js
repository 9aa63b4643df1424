// Says how many characters are left; aloud only near the end. The element holds the field and, hidden,
// the words: data-max, data-left-one, data-left-many, data-over-one, data-over-many with {n} in them.
const QUIET_ABOVE = 100;

export function enhance(element) {
  const field = element.querySelector("textarea, input");
  const output = element.querySelector(".field__count");
  const max = Number(element.dataset.max);
  const figures = new Intl.NumberFormat(document.documentElement.lang);
  const show = () => {
    const left = max - [...field.value].length;
    const count = Math.abs(left);
    const words = `${left < 0 ? "over" : "left"}${count < 2 ? "One" : "Many"}`;
    output.textContent = output.dataset[words].replace("{n}", figures.format(count));
    output.classList.toggle("field__count--over", left < 0);
    output.setAttribute("aria-live", left < QUIET_ABOVE ? "polite" : "off");
  };
  output.hidden = false;
  field.addEventListener("input", show);
  show();
}
