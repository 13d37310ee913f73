import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from "graphql";
import type {
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLInputType,
  GraphQLOutputType,
  GraphQLSchema,
} from "graphql";

export type OperationKind = "query" | "mutation" | "subscription";

/** A root field of the composed schema, whatever domain it comes from. */
export interface RootField {
  kind: OperationKind;
  field: GraphQLField<unknown, unknown>;
}

export function rootFields(schema: GraphQLSchema): RootField[] {
  const roots = [
    ["query", schema.getQueryType()],
    ["mutation", schema.getMutationType()],
    ["subscription", schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([kind, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({ kind, field })),
  );
}

/** Every leaf below a type, `depth` objects deep, taking only fields that need no argument. */
function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return "";
  if (isUnionType(named)) return "{ __typename }";
  if (!isObjectType(named) && !isInterfaceType(named)) return "";
  const parts = Object.values(named.getFields())
    .filter((field) => field.args.every((argument) => !isNonNullType(argument.type)))
    .map((field) => {
      if (isLeafType(getNamedType(field.type))) return field.name;
      const below = depth > 1 ? selectionOf(field.type, depth - 1) : "";
      return below && `${field.name} ${below}`;
    })
    .filter((part) => part !== "");
  return parts.length > 0 ? `{ ${parts.join(" ")} }` : "{ __typename }";
}

/** The document that asks a root field for everything, its arguments as variables. */
export function operationFor({ kind, field }: RootField, depth = 3): string {
  const declared = field.args.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(", ");
  const passed = field.args.map((argument) => `${argument.name}: $${argument.name}`).join(", ");
  const call = field.args.length > 0 ? `${field.name}(${passed})` : field.name;
  return `${kind} Walk${declared && `(${declared})`} { ${call} ${selectionOf(field.type, depth)} }`;
}

/** Whether an argument, or any input below it, takes an id. */
export function takesId(type: GraphQLInputType, seen = new Set<string>()): boolean {
  const named = getNamedType(type);
  if (named.name === "ID") return true;
  if (!isInputObjectType(named) || seen.has(named.name)) return false;
  seen.add(named.name);
  return Object.values(named.getFields()).some((field) => takesId(field.type, seen));
}

/** What to put where: one value for every kind of leaf. */
export interface Filling {
  id: string;
  text: string;
}

export function variablesFor({ field }: RootField, filling: Filling): Record<string, unknown> {
  return Object.fromEntries(field.args.map((argument) => [argument.name, valueFor(argument, filling)]));
}

/** A value of the argument's type: ids wherever one may stand, required leaves plausible, the rest left out. */
function valueFor(slot: GraphQLArgument | GraphQLInputField, filling: Filling): unknown {
  return valueOf(slot.type, slot.name, filling);
}

function valueOf(type: GraphQLInputType, name: string, filling: Filling): unknown {
  const required = isNonNullType(type);
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const item = valueOf(nullable.ofType, name, filling);
    return item === undefined ? (required ? [] : undefined) : [item];
  }
  if (isInputObjectType(nullable))
    return required || takesId(nullable)
      ? Object.fromEntries(
          Object.values(nullable.getFields()).map((field) => [field.name, valueFor(field, filling)]),
        )
      : undefined;
  if (getNamedType(nullable).name === "ID") return filling.id;
  if (!required) return undefined;
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
  return leafFor(getNamedType(nullable).name, name, filling);
}

function leafFor(typeName: string, name: string, { text }: Filling): unknown {
  if (typeName === "Int" || typeName === "Float") return 1;
  if (typeName === "Boolean") return true;
  if (typeName === "DateTime") return "2026-01-01T00:00:00.000Z";
  if (/email/i.test(name)) return `${text}@walk.example`;
  if (/password/i.test(name)) return "A-walk-through-the-schema-1";
  if (/url/i.test(name)) return "http://127.0.0.1:9/";
  return text;
}

/** Every id in an answer, wherever it stands; but not where it names what was asked for and is not there. */
export function idsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) idsIn(item, found);
  else if (value !== null && typeof value === "object" && !tellsOfNothing(value))
    for (const [key, item] of Object.entries(value))
      if (/(^id|Id)$/.test(key) && typeof item === "string") found.add(item);
      else idsIn(item, found);
  return found;
}

function tellsOfNothing(result: object): boolean {
  const { done, code } = result as { done?: unknown; code?: unknown };
  return done === false && typeof code === "string" && code.endsWith("_NOT_FOUND");
}
