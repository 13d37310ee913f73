import { GraphQLInt, Kind, getNullableType, isListType } from "graphql";
import type { FieldNode, GraphQLField, GraphQLOutputType } from "graphql";
import type { GatewaySettings } from "../settings.ts";
import type { ListHint } from "./costHints.ts";
import { largest } from "./formula.ts";
import type { Formula } from "./formula.ts";

/** How many lists stand around the items of a type: 2 for `[[Item!]!]!`. */
export function listDepth(type: GraphQLOutputType): number {
  const nullable = getNullableType(type);
  return isListType(nullable) ? 1 + listDepth(nullable.ofType) : 0;
}

/**
 * How many items the field's paging arguments ask for, or null where it has none. On a field that returns a list
 * they say how long it is; on one that returns a page, how long the lists in the page are.
 */
export function pageSizeOf(
  { arguments: given }: FieldNode,
  { args }: GraphQLField<unknown, unknown>,
  { pagingArguments, pageSizeDefault }: GatewaySettings["cost"],
  hint: ListHint | undefined,
): Formula | null {
  const names = hint && hint.pagingArguments.length > 0 ? hint.pagingArguments : pagingArguments;
  const paging = args.filter(
    ({ name, type }) => names.includes(name) && getNullableType(type) === GraphQLInt,
  );
  if (paging.length === 0) return null;
  const declared = paging.flatMap(({ defaultValue }) => sizeOf(defaultValue) ?? []);
  const usual = declared.length > 0 ? Math.max(...declared) : (hint?.assumedSize ?? pageSizeDefault);
  const literals: number[] = [];
  const variables: string[] = [];
  for (const { name } of paging) {
    const value = given?.find((argument) => argument.name.value === name)?.value;
    if (value?.kind === Kind.INT) literals.push(sizeOf(Number(value.value)) ?? usual);
    if (value?.kind === Kind.VARIABLE) variables.push(value.name.value);
  }
  if (variables.length === 0) return literals.length > 0 ? largest(literals) : usual;
  const least = literals.length > 0 ? Math.max(...literals) : -1;
  return (values) => {
    let size = least;
    for (const variable of variables) size = Math.max(size, sizeOf(values[variable]) ?? -1);
    return size < 0 ? usual : size; // all of them left out
  };
}

function sizeOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? Math.max(0, value) : null;
}
