import {
  OperationTypeNode,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from "graphql";
import type {
  DocumentNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLInputType,
  GraphQLObjectType,
  GraphQLSchema,
} from "graphql";
import { isFields } from "../row.ts";
import type { Fields } from "../row.ts";
import type { Random } from "./random.ts";

export interface TestOperation {
  readonly text: string;
  readonly document: DocumentNode;
  readonly variables: Fields;
}

/** Names that have misled executors: keys of entities, what objects inherit, what planners call their own. */
const aliases = [
  "a",
  "b",
  "id",
  "sku",
  "name",
  "maker",
  "__typename",
  "__proto__",
  "constructor",
  "toString",
  "kind",
  "a_id",
];
const depthMax = 5;
const lengthMax = 4_000;
const { QUERY, MUTATION, SUBSCRIPTION } = OperationTypeNode;
const kinds = [...Array.from({ length: 16 }, () => QUERY), MUTATION, MUTATION, MUTATION, SUBSCRIPTION];

/** Writes a random operation that is valid for the schema; the same random numbers give the same operation. */
export function randomOperation(schema: GraphQLSchema, random: Random): TestOperation {
  for (;;) {
    // Aliases at random often clash; with fewer of them the next attempt is likelier to be valid.
    for (const oddity of [0.3, 0.15, 0.05, 0]) {
      const writer = new OperationWriter(schema, random, oddity);
      const text = writer.operation();
      if (text.length > lengthMax) continue; // to validate one that is much larger can take all memory
      const document = parse(text);
      if (validate(schema, document).length === 0) return { text, document, variables: writer.variables };
    }
  }
}

class OperationWriter {
  readonly variables: Fields = {};
  private readonly declared = new Map<string, string>();
  private readonly fragments = new Map<string, { type: GraphQLCompositeType; text: string }>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
    private readonly oddity: number,
  ) {}

  operation(): string {
    const { random, schema } = this;
    const kind = random.pick(kinds);
    const root = schema.getRootType(kind);
    if (!root) throw new Error(`A schema without ${kind}.`);
    const isStream = kind === OperationTypeNode.SUBSCRIPTION;
    const body = isStream
      ? `{ ${this.field(random.pick(fieldsOf(root)), 0, "")} }`
      : this.selections(root, 0);
    const declarations = [...this.declared].map(([name, type]) => `$${name}: ${type}`);
    const fragments = [...this.fragments].map(
      ([name, { type, text }]) => `\nfragment ${name} on ${type.name} ${text}`,
    );
    const head = `${kind} Q${declarations.length > 0 ? `(${declarations.join(", ")})` : ""}`;
    return `${head} ${body}${fragments.join("")}`;
  }

  private selections(type: GraphQLCompositeType, depth: number): string {
    const { random } = this;
    const count = 1 + random.below(depth === 0 ? 3 : 4);
    const parts = Array.from({ length: count }, () => this.selection(type, depth));
    return `{ ${parts.join(" ")} }`;
  }

  private selection(type: GraphQLCompositeType, depth: number): string {
    const { random } = this;
    if (depth > 0 && random.chance(0.08)) return `${this.alias("__typename")}__typename${this.condition()}`;
    if (depth === 0 && "getFields" in type && type.name === "Query" && random.chance(0.05))
      return this.introspection();
    const conditions = this.conditionsFor(type);
    if (depth < depthMax && conditions.length > 0 && random.chance(isAbstractType(type) ? 0.55 : 0.12))
      return this.fragment(random.pick(conditions), depth);
    if (!("getFields" in type)) return "__typename";
    const fields = Object.values(type.getFields()).filter(
      ({ type: given }) => depth < depthMax || !isCompositeType(getNamedType(given)),
    );
    return fields.length > 0 ? this.field(random.pick(fields), depth) : "__typename";
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number, condition = this.condition()): string {
    const given = field.args
      .filter((argument) =>
        isNonNullType(argument.type) && argument.defaultValue === undefined ? true : this.random.chance(0.5),
      )
      .map(({ name, type }) => `${name}: ${this.argument(type)}`);
    const inner = getNamedType(field.type);
    const head = `${this.alias(field.name)}${field.name}${given.length > 0 ? `(${given.join(", ")})` : ""}${condition}`;
    return isCompositeType(inner) ? `${head} ${this.selections(inner, depth + 1)}` : head;
  }

  private alias(name: string): string {
    if (!this.random.chance(this.oddity)) return "";
    const alias = this.random.pick(aliases);
    return alias === name ? "" : `${alias}: `;
  }

  private condition(): string {
    const { random } = this;
    if (!random.chance(0.1)) return "";
    const directive = random.pick(["skip", "include"]);
    if (random.chance(0.2)) return ` @${directive}(if: ${random.pick(["true", "false"])})`;
    const name = random.pick(["yes", "no", "byDefault"]);
    this.declared.set(name, name === "byDefault" ? "Boolean = true" : "Boolean!");
    if (name !== "byDefault") this.variables[name] = name === "yes";
    else if (random.chance(0.5)) this.variables[name] ??= random.chance(0.5);
    return ` @${directive}(if: $${name})`;
  }

  private conditionsFor(type: GraphQLCompositeType): GraphQLCompositeType[] {
    const possible = isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
    return Object.values(this.schema.getTypeMap()).filter(
      (each): each is GraphQLCompositeType =>
        isCompositeType(each) &&
        !each.name.startsWith("__") &&
        (isObjectType(each) ? [each] : this.schema.getPossibleTypes(each)).some((one) =>
          possible.includes(one),
        ),
    );
  }

  private fragment(type: GraphQLCompositeType, depth: number): string {
    const { random } = this;
    const same = [...this.fragments].filter(([, fragment]) => fragment.type === type);
    if (same.length > 0 && random.chance(0.4)) return `...${random.pick(same)[0]}${this.condition()}`;
    if (random.chance(0.6))
      return `... on ${type.name}${this.condition()} ${this.selections(type, depth + 1)}`;
    const text = this.selections(type, depth + 1);
    const name = `F${this.fragments.size}`;
    this.fragments.set(name, { type, text });
    return `...${name}${this.condition()}`;
  }

  private introspection(): string {
    return this.random.pick([
      `__type(name: "Item") { name possibleTypes { name } }`,
      `kinds: __type(name: "Kind") { enumValues { name } }`,
      `__schema { queryType { name } mutationType { n: name } }`,
      `__typename`,
      `nobody: __type(name: "Nobody") { name }`,
    ]);
  }

  private argument(type: GraphQLInputType): string {
    const { random } = this;
    if (!random.chance(0.4)) return this.literal(type, 0);
    const name = `v${this.declared.size}`;
    const nullable = getNullableType(type);
    const mayLack = !isNonNullType(type);
    const byDefault = random.chance(0.25);
    this.declared.set(
      name,
      `${byDefault && mayLack ? nullable.toString() : type.toString()}${byDefault ? ` = ${this.literal(nullable, 1)}` : ""}`,
    );
    if ((mayLack || byDefault) && random.chance(0.35)) return `$${name}`;
    this.variables[name] = mayLack && random.chance(0.15) ? null : this.value(nullable);
    return `$${name}`;
  }

  private literal(type: GraphQLInputType, depth: number): string {
    if (!isNonNullType(type) && this.random.chance(0.1)) return "null";
    return inGraphQL(this.value(type, depth), type);
  }

  private value(type: GraphQLInputType, depth = 0): unknown {
    const { random } = this;
    if (isNonNullType(type)) return this.value(type.ofType, depth);
    if (isListType(type))
      return Array.from({ length: random.below(3) }, () => this.value(type.ofType, depth));
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) => isNonNullType(field.type) || (depth < 2 && random.chance(0.5)),
      );
      return Object.fromEntries(fields.map((field) => [field.name, this.value(field.type, depth + 1)]));
    }
    if (type.name === "Int") return random.below(4);
    if (type.name === "Float") return random.below(8) / 2;
    if (type.name === "Boolean") return random.chance(0.5);
    return `${type.name === "ID" ? "Product-" : "word "}${random.below(5)}`;
  }
}

function fieldsOf(type: GraphQLObjectType): GraphQLField<unknown, unknown>[] {
  return Object.values(type.getFields());
}

function inGraphQL(value: unknown, type: GraphQLInputType): string {
  const plain = getNullableType(type);
  if (Array.isArray(value)) {
    const items = value.map((item) => inGraphQL(item, isListType(plain) ? plain.ofType : plain));
    return `[${items.join(", ")}]`;
  }
  if (isInputObjectType(plain) && isFields(value)) {
    const fields = plain.getFields();
    const parts = Object.entries(value).map(
      ([name, inner]) => `${name}: ${inGraphQL(inner, fields[name]?.type ?? plain)}`,
    );
    return `{${parts.join(", ")}}`;
  }
  return isEnumType(plain) && typeof value === "string" ? value : JSON.stringify(value);
}
