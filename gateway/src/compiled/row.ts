/** An object of fetched data, whoever made it. */
export type Fields = Record<string, unknown>;

/**
 * An object that the execution itself made and may write to. It has no prototype, so whatever a document calls a
 * field (`__proto__`, `constructor`) is a plain key of it. Objects that are not rows came from a subgraph; an answer
 * may be shared with other executions (joined or cached fetches), so they are copied before they are written to.
 */
export class Row {
  [key: string]: unknown;
}
Object.setPrototypeOf(Row.prototype, null);
Reflect.deleteProperty(Row.prototype, "constructor");

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether every plain object inherits something under this key; known when compiling, so reads need no check. */
export function isInherited(key: string): boolean {
  return key in Object.prototype;
}

/** @param inherited what `isInherited` says of `key` */
export function valueOf(fields: Fields, key: string, inherited: boolean): unknown {
  return inherited && !Object.hasOwn(fields, key) ? undefined : fields[key];
}

export function typenameOf(fields: Fields): string | undefined {
  const name = fields["__typename"];
  return typeof name === "string" ? name : undefined;
}

export function ownRow(fields: Fields): Row {
  if (fields instanceof Row) return fields;
  // Twice as fast where V8 knows the object's layout, as for parsed JSON; graphql-js makes objects without one.
  if (Object.getPrototypeOf(fields) === Object.prototype) return Object.assign(new Row(), fields);
  const row = new Row();
  for (const key of Object.keys(fields)) row[key] = fields[key];
  return row;
}

/** The list itself when all its objects are rows already, however deep lists nest; else a copy with rows. */
export function ownList(list: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index];
    const own = ownAny(item);
    if (own === item) continue;
    copy ??= [...list];
    copy[index] = own;
  }
  return copy ?? list;
}

/** Rows and lists of rows; anything else as it is. */
export function ownAny(value: unknown): unknown {
  if (Array.isArray(value)) return ownList(value);
  return isFields(value) ? ownRow(value) : value;
}
