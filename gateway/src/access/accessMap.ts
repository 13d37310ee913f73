import type { Need } from "./need.ts";

/** What the supergraph's access directives ask for, kept apart from the schema the planner sees. */
export class AccessMap {
  private readonly types = new Map<string, Need[]>();
  private readonly fields = new Map<string, Need[]>();

  addType(type: string, need: Need): void {
    add(this.types, type, need);
  }

  addField(type: string, field: string, need: Need): void {
    add(this.fields, `${type}.${field}`, need);
  }

  /** Declared on the type itself: asked of every field that returns it and every field in it. */
  ofType(type: string): readonly Need[] {
    return this.types.get(type) ?? [];
  }

  ofField(type: string, field: string): readonly Need[] {
    return this.fields.get(`${type}.${field}`) ?? [];
  }

  *all(): Iterable<Need> {
    for (const needs of this.types.values()) yield* needs;
    for (const needs of this.fields.values()) yield* needs;
  }
}

function add(map: Map<string, Need[]>, key: string, need: Need): void {
  const known = map.get(key);
  if (known) known.push(need);
  else map.set(key, [need]);
}
