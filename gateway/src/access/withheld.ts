import { isListType, isNonNullType } from "graphql";
import type { GraphQLOutputType } from "graphql";
import type { Need } from "./need.ts";

/** `@skip`/`@include` around a selection: it counts when every one of them has its wanted value. */
export interface Condition {
  readonly variable: string | null;
  readonly literal: boolean;
  readonly wanted: boolean;
}

interface Step {
  readonly key: string;
  readonly type: GraphQLOutputType;
  readonly when: readonly Condition[];
  /** Object types it applies to; null when it applies to whatever can be here. */
  readonly on: ReadonlySet<string> | null;
}

/** A field that was taken out of the operation, to be null in the answer. */
export interface WithheldField extends Step {
  readonly kind: "WITHHELD";
  readonly unmet: readonly Need[];
}

/** A field that stayed, with something withheld below it. */
export interface Passage extends Step {
  readonly kind: "PASSAGE";
  readonly inner: Withheld;
}

/** Where fields were taken out of a selection, so that the answer can say so at every place it would have had them. */
export interface Withheld {
  /** The response name under which the object tells its type, when a step depends on it. */
  readonly typenameKey: string | null;
  readonly steps: readonly (WithheldField | Passage)[];
}

export interface WithheldAt {
  readonly path: readonly (string | number)[];
  readonly unmet: readonly Need[];
}

type Json = Record<string, unknown>;

/** A null in a non-null place: the nearest nullable place above takes it. */
const bubbling = Symbol("bubbling");
const reportsMax = 100;

/**
 * Puts the nulls of withheld fields into an answer, in place, and lets them bubble as any null would.
 *
 * @returns the data (null when a null reached the top) and where fields were withheld; at most a hundred places,
 * because a list of thousands says nothing more than its first rows do.
 */
export function putNulls(
  withheld: Withheld,
  data: Json,
  variables: Readonly<Record<string, unknown>>,
): { data: Json | null; places: WithheldAt[] } {
  const writer = new NullWriter(variables);
  const whole = writer.object(withheld, data, []);
  writer.forgetTypes();
  return { data: whole ? data : null, places: writer.places };
}

class NullWriter {
  readonly places: WithheldAt[] = [];
  private readonly reported = new Set<string>();
  /** Objects that were made to tell their type; a field selected twice is passed twice, and asked twice. */
  private readonly told: [Json, string][] = [];

  constructor(private readonly variables: Readonly<Record<string, unknown>>) {}

  /** False when the object itself has to be null. */
  object(withheld: Withheld, data: Json, path: (string | number)[]): boolean {
    const typename = withheld.typenameKey === null ? null : data[withheld.typenameKey];
    if (withheld.typenameKey !== null) this.told.push([data, withheld.typenameKey]);
    let whole = true;
    for (const step of withheld.steps) {
      if (step.on && !step.on.has(String(typename))) continue;
      if (!step.when.every((condition) => this.holds(condition))) continue;
      const here = [...path, step.key];
      const value =
        step.kind === "WITHHELD"
          ? this.withhold(step, here)
          : this.value(step.type, step.inner, data[step.key], here);
      if (value === bubbling) whole = false;
      else if (step.kind === "WITHHELD" || step.key in data) data[step.key] = value;
    }
    return whole;
  }

  forgetTypes(): void {
    for (const [data, key] of this.told) delete data[key];
  }

  private withhold({ unmet, type }: WithheldField, path: (string | number)[]): null | typeof bubbling {
    const place = path.join("\0");
    if (this.places.length < reportsMax && !this.reported.has(place)) {
      this.reported.add(place);
      this.places.push({ path, unmet });
    }
    return isNonNullType(type) ? bubbling : null;
  }

  private value(
    type: GraphQLOutputType,
    inner: Withheld,
    value: unknown,
    path: (string | number)[],
  ): unknown {
    if (isNonNullType(type)) return this.value(type.ofType, inner, value, path) ?? bubbling;
    if (value === null || value === undefined) return value;
    if (isListType(type)) {
      if (!Array.isArray(value)) return value;
      const items = value.map((item: unknown, index) =>
        this.value(type.ofType, inner, item, [...path, index]),
      );
      return items.includes(bubbling) ? null : items;
    }
    return isJson(value) && this.object(inner, value, path) ? value : null;
  }

  private holds({ variable, literal, wanted }: Condition): boolean {
    return (variable === null ? literal : this.variables[variable] === true) === wanted;
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}
