/** Puts a mark around what is selected, or takes it away again; gives the new text. */
export function wrapSelection(area: HTMLTextAreaElement, mark: string): string {
  const { value, selectionStart: start, selectionEnd: end } = area;
  const inside = value.slice(start, end);
  const wrapped = value.slice(start - 1, start) === mark && value.slice(end, end + 1) === mark;
  const text = wrapped
    ? value.slice(0, start - 1) + inside + value.slice(end + 1)
    : value.slice(0, start) + mark + inside + mark + value.slice(end);
  const shift = wrapped ? -1 : 1;
  // The field gets its new text first.
  requestAnimationFrame(() => area.setSelectionRange(start + shift, end + shift));
  return text;
}

export function insertAt(
  area: HTMLTextAreaElement | undefined,
  value: string,
  what: string,
): string {
  const start = area?.selectionStart ?? value.length;
  const end = area?.selectionEnd ?? value.length;
  const text = value.slice(0, start) + what + value.slice(end);
  requestAnimationFrame(() => {
    area?.focus();
    area?.setSelectionRange(start + what.length, start + what.length);
  });
  return text;
}
