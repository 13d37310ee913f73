/**
 * Content-Disposition for any name (RFC 6266): an ASCII stand-in for what reads nothing else, and the name itself as
 * RFC 8187 encodes it. Nothing of a name can end the header or begin another.
 */
export function disposition(kind: "attachment" | "inline", name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]/g, "_").replaceAll(/["\\%]/g, "_");
  return `${kind}; filename="${plain}"; filename*=UTF-8''${extended(name)}`;
}

/** `encodeURIComponent` leaves four characters that RFC 8187 does not. */
function extended(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
