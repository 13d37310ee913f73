import { isEnumType, isSpecifiedScalarType } from "graphql";
import type { GraphQLLeafType } from "graphql";
import { reportInvalid } from "./shaping.ts";
import type { Shape } from "./shaping.ts";

/**
 * Passes on what a subgraph has serialised already, as long as a client that knows the type can read it.
 *
 * @param place what a message calls the place of the value
 */
export function leafShape(type: GraphQLLeafType, place: string): Shape {
  const isValid = validityOf(type);
  if (!isValid) return (value) => value;
  // The value is not repeated: a value of an enum, for one, may be hidden from the clients of this graph.
  return (value, shaping, depth) =>
    isValid(value) ? value : reportInvalid(shaping, depth, `Invalid value found for ${place}.`);
}

function validityOf(type: GraphQLLeafType): ((value: unknown) => boolean) | null {
  if (isEnumType(type)) {
    const values = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => values.has(value);
  }
  return isSpecifiedScalarType(type) ? (specified[type.name] ?? null) : null;
}

const specified: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === "string",
  ID: (value) => typeof value === "string" || Number.isInteger(value),
  Int: (value) => Number.isInteger(value),
  Float: (value) => Number.isFinite(value),
  Boolean: (value) => typeof value === "boolean",
};
