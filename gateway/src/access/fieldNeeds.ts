import { getNamedType, isAbstractType, isInterfaceType, isObjectType } from "graphql";
import type { GraphQLCompositeType, GraphQLField, GraphQLObjectType, GraphQLSchema } from "graphql";
import type { AccessMap } from "./accessMap.ts";
import type { Need } from "./need.ts";

/** The object types a selection can still meet, narrowed by every type condition around it. */
export type Possible = readonly GraphQLObjectType[];

export function possibleOf(schema: GraphQLSchema, type: GraphQLCompositeType): Possible {
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
}

export function narrow(schema: GraphQLSchema, possible: Possible, condition: GraphQLCompositeType): Possible {
  const wanted = new Set(possibleOf(schema, condition));
  return possible.filter((type) => wanted.has(type));
}

export function fieldOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | null {
  return isObjectType(parent) || isInterfaceType(parent) ? (parent.getFields()[name] ?? null) : null;
}

/**
 * All conditions for selecting `field` where the objects can only be of the `possible` types: its own, its
 * type's, and on an interface those of every object it could turn out to be. Declared on an object's field is
 * declared: reading it through the interface is no way around.
 */
export function needsOfField(
  access: AccessMap,
  parent: GraphQLCompositeType,
  possible: Possible,
  field: GraphQLField<unknown, unknown>,
): readonly Need[] {
  const owners = new Set([parent.name, ...possible.map((type) => type.name)]);
  const needs = new Map<string, Need>();
  const add = (found: readonly Need[]) => found.forEach((need) => needs.set(need.key, need));
  for (const owner of owners) {
    add(access.ofType(owner));
    add(access.ofField(owner, field.name));
  }
  add(access.ofType(getNamedType(field.type).name));
  return [...needs.values()];
}
