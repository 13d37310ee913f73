import {
  GraphQLError,
  Kind,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import type { GraphQLCompositeType, GraphQLOutputType, GraphQLSchema, SelectionSetNode } from "graphql";
import { isFields } from "../row.ts";
import type { Fields } from "../row.ts";
import { hash } from "./random.ts";

/** An object of the world. Everything about it follows from its type and id, whichever subgraph is asked. */
export class Thing {
  constructor(
    readonly type: string,
    readonly id: string,
    /** By which a subgraph was asked for it. */
    readonly representation: Fields | null = null,
  ) {}
}

export interface WorldPlan {
  /** The supergraph with everything in it. */
  readonly schema: GraphQLSchema;
  /** `Type.field` of what identifies entities: never null, never failing, different for each. */
  readonly keys: ReadonlySet<string>;
  /** What is computed, from what: `Type.field` and its `@requires`. */
  readonly requires: ReadonlyMap<string, SelectionSetNode>;
}

export interface WorldOptions {
  readonly seed: number;
  /** The share of fields that fail, and of those that give null even where the schema says they do not. */
  readonly faults?: number;
  /** The share of nullable fields that are null. */
  readonly nulls?: number;
}

/** So few that lists hold the same entity more than once. */
const entitiesPerType = 5;

/**
 * Data for any schema, made up as it is asked for: each value is a function of the seed, the object, the field and
 * the arguments. Subgraphs and a single schema over the same world therefore know exactly the same.
 */
export class World {
  /** The mutations made, in order. */
  readonly log: string[] = [];

  constructor(
    private readonly plan: WorldPlan,
    private readonly options: WorldOptions,
  ) {}

  resolve(thing: Thing, field: string, args: Fields): unknown {
    const name = `${thing.type}.${field}`;
    const called = JSON.stringify(sorted(args));
    if (thing.type === "Mutation") this.log.push(`${field} ${called}`);
    if (this.plan.keys.has(name)) return this.keyOf(thing, field);
    const at = `${name}(${called})#${thing.id}`;
    const fault = this.faultAt(name, at);
    if (fault === "ERROR")
      throw new GraphQLError(`fault at ${name}`, { extensions: { code: "FAULT", of: name } });
    if (fault === "NULL") return null;
    const required = this.plan.requires.get(name);
    const from = required ? JSON.stringify(this.inputsOf(thing, required)) : "";
    return this.make(this.typeOf(thing.type, field), `${at}${from}`);
  }

  /** The entity a representation means. */
  find(representation: Fields): Thing | null {
    const named = this.plan.schema.getType(String(representation["__typename"]));
    const types = isObjectType(named)
      ? [named.name]
      : isInterfaceType(named)
        ? this.plan.schema.getPossibleTypes(named).map(({ name }) => name)
        : [];
    for (const type of types)
      for (let index = 0; index < entitiesPerType; index += 1) {
        const thing = new Thing(type, `${type}-${index}`, representation);
        if (this.matches(thing, representation)) return thing;
      }
    return null;
  }

  isEntity(type: string): boolean {
    return [...this.plan.keys].some((key) => key.startsWith(`${type}.`));
  }

  private matches(thing: Thing, representation: Fields): boolean {
    const keys = Object.keys(representation).filter((key) => this.plan.keys.has(`${thing.type}.${key}`));
    return (
      keys.length > 0 &&
      keys.every((key) => {
        const value = this.keyOf(thing, key);
        const same = representation[key];
        return value instanceof Thing ? isFields(same) && this.matches(value, same) : value === same;
      })
    );
  }

  private keyOf(thing: Thing, field: string): unknown {
    const type = getNamedType(this.typeOf(thing.type, field));
    if (isCompositeType(type)) return new Thing(type.name, `${field} of ${thing.id}`);
    return field === "id" ? thing.id : `${field} of ${thing.id}`;
  }

  private faultAt(name: string, at: string): "ERROR" | "NULL" | null {
    const { faults = 0, seed } = this.options;
    if (faults === 0 || this.isNeeded(name)) return null;
    const roll = hash(`fault ${seed} ${at}`) / 4_294_967_296;
    if (roll >= faults) return null;
    return roll < faults / 2 ? "ERROR" : "NULL";
  }

  /** A field others are computed from: its failure would make the executions differ in what they cannot know. */
  private isNeeded(name: string): boolean {
    const [, field = ""] = name.split(".");
    return [...this.plan.requires.values()].some((set) => mentions(set, field));
  }

  /** What a field is computed from: as the gateway sent it, or where nobody sends anything, as it is. */
  private inputsOf(source: unknown, set: SelectionSetNode): unknown {
    if (Array.isArray(source)) return source.map((item) => this.inputsOf(item, set));
    if (source instanceof Thing && source.representation) return this.inputsOf(source.representation, set);
    if (!isFields(source)) return null;
    return set.selections.map((selection) => {
      if (selection.kind !== Kind.FIELD) throw new Error("Only plain fields are required in tests.");
      const field = selection.name.value;
      const value = source instanceof Thing ? this.resolve(source, field, {}) : source[field];
      if (value === undefined) throw new Error(`The representation lacks ${field}.`);
      return [field, selection.selectionSet ? this.inputsOf(value, selection.selectionSet) : value];
    });
  }

  private typeOf(type: string, field: string): GraphQLOutputType {
    const parent = this.plan.schema.getType(type);
    const found =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field]?.type : undefined;
    if (!found) throw new Error(`There is no ${type}.${field} in the world.`);
    return found;
  }

  private make(type: GraphQLOutputType, at: string): unknown {
    if (isNonNullType(type)) return this.makeSome(type.ofType, at);
    const { nulls = 0.12, seed } = this.options;
    return hash(`null ${seed} ${at}`) / 4_294_967_296 < nulls ? null : this.makeSome(type, at);
  }

  private makeSome(type: GraphQLOutputType, at: string): unknown {
    const roll = hash(`value ${this.options.seed} ${at}`);
    if (isListType(type))
      return Array.from({ length: roll % 4 }, (_, index) => this.make(type.ofType, `${at}[${index}]`));
    if (isCompositeType(type)) return this.makeThing(type, at, roll);
    if (isEnumType(type)) return type.getValues()[roll % type.getValues().length]?.name;
    switch (getNamedType(type).name) {
      case "Int":
        return roll % 5; // 0 often: executors have been known to lose it
      case "Float":
        return (roll % 9) / 2;
      case "Boolean":
        return roll % 2 === 0;
      case "JSON":
        return { list: [roll % 3, { __proto: roll % 5 }], text: at.length };
      default:
        return roll % 7 === 0 ? "" : `t${roll % 1_000}`;
    }
  }

  private makeThing(type: GraphQLCompositeType, at: string, roll: number): Thing {
    if (type.name === "Query") return new Thing("Query", "root");
    const possible = isObjectType(type) ? [type] : this.plan.schema.getPossibleTypes(type);
    const name = possible[roll % possible.length]?.name ?? "";
    return new Thing(name, this.hasId(name) ? `${name}-${hash(at) % entitiesPerType}` : at);
  }

  private hasId(type: string): boolean {
    return this.plan.keys.has(`${type}.id`);
  }
}

function mentions(set: SelectionSetNode, field: string): boolean {
  return set.selections.some(
    (selection) =>
      (selection.kind === Kind.FIELD && selection.name.value === field) ||
      ("selectionSet" in selection && selection.selectionSet
        ? mentions(selection.selectionSet, field)
        : false),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
