// Says how many characters are left, and says it aloud only near the end.
export function enhance(element) {
  const field = element.matches("textarea") ? element : element.querySelector("textarea[maxlength], textarea[data-max]");
  const output = document.getElementById(field.dataset.counter);
  const max = Number(field.dataset.max);
  const show = () => {
    const left = max - [...field.value].length;
    output.textContent = output.dataset[left < 0 ? "over" : "left"].replace("0", String(Math.abs(left)));
    output.classList.toggle("field__error", left < 0);
    output.setAttribute("aria-live", left < 200 ? "polite" : "off");
  };
  output.hidden = false;
  field.addEventListener("input", show);
  show();
}
