// Gives the focus to what the person must know first: what their act did, or what is to be corrected.
export function enhance(element) {
  element.focus();
}
