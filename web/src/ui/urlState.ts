/** How one part of a view's state is written in its address. A part at its default is not written. */
export interface Codec<Value> {
  read(raw: string | null): Value;
  write(value: Value): string | null;
}

export const text: Codec<string> = {
  read: (raw) => raw ?? "",
  write: (value) => value || null,
};

export const flag: Codec<boolean> = {
  read: (raw) => raw === "1",
  write: (value) => (value ? "1" : null),
};

export function int(fallback: number, min: number, max: number): Codec<number> {
  return {
    read: (raw) => {
      const value = Number(raw ?? Number.NaN);
      return Number.isInteger(value) && value >= min && value <= max ? value : fallback;
    },
    write: (value) => (value === fallback ? null : String(value)),
  };
}

/** One of a closed list; anything else in the address, which anybody may have typed, is the fallback. */
export function oneOf<const Choice extends string, Fallback extends Choice | null>(
  choices: readonly Choice[],
  fallback: Fallback,
): Codec<Choice | Fallback> {
  return {
    read: (raw) => choices.find((choice) => choice === raw) ?? fallback,
    write: (value) => (value === fallback ? null : value),
  };
}

export function manyOf<const Choice extends string>(choices: readonly Choice[]): Codec<readonly Choice[]> {
  return {
    read: (raw) => {
      const wanted = new Set((raw ?? "").split(","));
      return choices.filter((choice) => wanted.has(choice));
    },
    write: (value) => value.join(",") || null,
  };
}

/** Free words, such as tags. A comma inside a word is escaped. */
export const words: Codec<readonly string[]> = {
  read: (raw) => (raw ? raw.split(",").flatMap((word) => decoded(word) ?? []) : []),
  write: (value) => value.map((word) => encodeURIComponent(word)).join(",") || null,
};

export interface Order<Field extends string> {
  by: Field;
  direction: "ASC" | "DESC";
}

/** `name` is ascending, `-name` descending. */
export function order<const Field extends string>(
  fields: readonly Field[],
  fallback: Order<Field>,
): Codec<Order<Field>> {
  const written = ({ by, direction }: Order<Field>) => (direction === "DESC" ? `-${by}` : by);
  return {
    read: (raw) => {
      const by = fields.find((field) => field === raw?.replace(/^-/, ""));
      return by ? { by, direction: raw?.startsWith("-") ? "DESC" : "ASC" } : fallback;
    },
    write: (value) => (written(value) === written(fallback) ? null : written(value)),
  };
}

/** Record ids, shortened: a page of a hundred selected rows must still fit in an address. */
export const ids: Codec<readonly string[]> = {
  read: (raw) => (raw ? raw.split(".").flatMap((short) => lengthen(short) ?? []) : []),
  write: (value) => value.map(shorten).join(".") || null,
};

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function shorten(id: string): string {
  if (!uuid.test(id)) return `~${encodeURIComponent(id).replaceAll(".", "%2E")}`;
  const bytes = id.replaceAll("-", "").match(/../g) ?? [];
  const binary = String.fromCodePoint(...bytes.map((byte) => Number.parseInt(byte, 16)));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function lengthen(short: string): string | null {
  if (short.startsWith("~")) return decoded(short.slice(1));
  try {
    const binary = atob(short.replaceAll("-", "+").replaceAll("_", "/"));
    if (binary.length !== 16) return null;
    const hex = Array.from(binary, (char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  } catch {
    return null;
  }
}

/** Anybody may type anything into an address, half an escape as well. */
function decoded(escaped: string): string | null {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return null;
  }
}

export type StateOf<Shape> = {
  readonly [Key in keyof Shape]: Shape[Key] extends Codec<infer Value> ? Value : never;
};

export function readState<Shape extends object>(shape: Shape, params: URLSearchParams): StateOf<Shape> {
  const state = Object.entries(shape).map(([key, codec]: [string, Codec<unknown>]) => [
    key,
    codec.read(params.get(key)),
  ]);
  // Each value was read by the codec of its own key; the compiler cannot follow that through entries.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(state) as StateOf<Shape>;
}

/** The address with a change applied; what belongs to others in it stays. */
export function writeState<Shape extends object>(
  shape: Shape,
  params: URLSearchParams,
  change: Partial<StateOf<Shape>>,
): URLSearchParams {
  const next = new URLSearchParams(params);
  const codecs = new Map<string, Codec<unknown>>(Object.entries(shape));
  for (const [key, value] of Object.entries(change)) {
    const raw = codecs.get(key)?.write(value) ?? null;
    if (raw === null) next.delete(key);
    else next.set(key, raw);
  }
  return next;
}
