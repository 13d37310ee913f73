/** As much of the text as so many bytes of UTF-8 hold, never half a character; what is cut off shows. */
export function truncatedTo(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  let length = Buffer.byteLength("…");
  let kept = "";
  for (const character of text) {
    length += Buffer.byteLength(character);
    if (length > maxBytes) break;
    kept += character;
  }
  return `${kept}…`;
}
