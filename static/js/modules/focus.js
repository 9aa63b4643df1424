// Gives the focus to what the person must know first: what their act did, or what is to be corrected.
export function enhance(element) {
  element.focus();
  if (!location.hash) return;
  // Going to the place that the address names takes the focus away again.
  addEventListener("load", () => requestAnimationFrame(() => element.focus({ preventScroll: true })), { once: true });
}
