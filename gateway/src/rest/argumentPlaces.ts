import { Kind, getNamedType, isInputObjectType, isObjectType } from "graphql";
import type {
  GraphQLArgument,
  GraphQLInputField,
  GraphQLOutputType,
  SelectionSetNode,
  ValueNode,
} from "graphql";

/** Where an operation puts a variable, and what the schema says of that place. */
export interface ArgumentPlace {
  /** From the argument down: `input.name`. */
  readonly path: string;
  readonly description: string | undefined;
  readonly defaultValue: unknown;
}

/** By variable, the place it is used in. */
export function argumentPlaces(
  selection: SelectionSetNode,
  type: GraphQLOutputType,
  found = new Map<string, ArgumentPlace>(),
): ReadonlyMap<string, ArgumentPlace> {
  const parent = getNamedType(type);
  for (const each of selection.selections) {
    const field =
      each.kind === Kind.FIELD && isObjectType(parent) ? parent.getFields()[each.name.value] : undefined;
    if (each.kind !== Kind.FIELD || !field) continue;
    for (const { name, value } of each.arguments ?? [])
      collect(
        value,
        field.args.find((argument) => argument.name === name.value),
        name.value,
        found,
      );
    if (each.selectionSet) argumentPlaces(each.selectionSet, field.type, found);
  }
  return found;
}

function collect(
  value: ValueNode,
  slot: GraphQLArgument | GraphQLInputField | undefined,
  path: string,
  found: Map<string, ArgumentPlace>,
): void {
  if (value.kind === Kind.VARIABLE) {
    const { description, defaultValue } = slot ?? {};
    found.set(value.name.value, { path, description: description ?? undefined, defaultValue });
  }
  const type = slot && getNamedType(slot.type);
  if (value.kind === Kind.OBJECT && isInputObjectType(type))
    for (const inner of value.fields)
      collect(inner.value, type.getFields()[inner.name.value], `${path}.${inner.name.value}`, found);
}
