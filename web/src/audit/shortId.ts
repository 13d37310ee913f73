const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The end of an id is enough to tell it from others; what is a name is one only as a whole. */
export function shortId(id: string): string {
  return uuid.test(id) ? id.slice(-8) : id;
}
