/** A body as WeCom's API takes it, ready for JSON. */
export type WireBody = Readonly<Record<string, unknown>>;

/** WeCom's ids of uploaded files, by our own key. */
export type MediaIds = Readonly<Record<string, string>>;
export type MediaIdOf = (key: string) => string;

export function lookUpIn(mediaIds: MediaIds): MediaIdOf {
  return (key) => {
    const id = Object.hasOwn(mediaIds, key) ? mediaIds[key] : undefined;
    if (id === undefined) throw new RangeError("A file of the message has not been uploaded.");
    return id;
  };
}

/** Without the fields that have no value: WeCom takes a null or an empty text for a wrong one. */
export function defined(fields: Record<string, unknown>): WireBody {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
