// Opens the definition of a word below its paragraph, and closes it again. Without script the word is
// a link to its definition; the style hides definitions only where scripts run.
export function enhance(element) {
  const definitionOf = (term) => document.getElementById(decodeURIComponent(term.hash.slice(1)));
  for (const term of element.querySelectorAll("a.term")) {
    const definition = definitionOf(term);
    if (!definition) continue;
    term.setAttribute("aria-controls", definition.id);
    term.setAttribute("aria-expanded", String(definition.matches(":target")));
  }
  element.addEventListener("click", (event) => {
    const term = event.target.closest("a.term");
    const definition = term && definitionOf(term);
    if (!definition) return;
    event.preventDefault();
    const opens = term.getAttribute("aria-expanded") !== "true";
    term.setAttribute("aria-expanded", String(opens));
    definition.toggleAttribute("data-open", opens);
    // What the address opened can only be closed by leaving that address.
    if (!opens && definition.matches(":target")) location.replace("#");
  });
}
