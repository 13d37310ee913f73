import { Kind, getNamedType, isInterfaceType, isObjectType, parse } from "graphql";
import type { ConstDirectiveNode, DocumentNode, GraphQLSchema, SelectionSetNode } from "graphql";
import type { WorldPlan } from "./world.ts";

/** Reads from subgraphs' SDL what a world has to know: what identifies entities, and what is computed from what. */
export function worldPlanOf(subgraphs: readonly DocumentNode[], schema: GraphQLSchema): WorldPlan {
  const keys = new Set<string>();
  const requires = new Map<string, SelectionSetNode>();
  for (const { definitions } of subgraphs)
    for (const definition of definitions) {
      const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION;
      if (!isObject && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
      const type = definition.name.value;
      for (const set of fieldSets(definition.directives, "key")) addKeys(type, set, schema, keys);
      for (const { name, directives } of definition.fields ?? [])
        for (const set of fieldSets(directives, "requires"))
          for (const each of objectTypes(type, schema)) requires.set(`${each}.${name.value}`, set);
    }
  return { schema, keys, requires };
}

function addKeys(typeName: string, set: SelectionSetNode, schema: GraphQLSchema, keys: Set<string>): void {
  const type = schema.getType(typeName);
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD) continue;
    const field = selection.name.value;
    for (const each of objectTypes(typeName, schema)) keys.add(`${each}.${field}`);
    const inner = isObjectType(type) ? type.getFields()[field]?.type : undefined;
    if (selection.selectionSet && inner)
      addKeys(getNamedType(inner).name, selection.selectionSet, schema, keys);
  }
}

function objectTypes(name: string, schema: GraphQLSchema): string[] {
  const type = schema.getType(name);
  return isInterfaceType(type) ? schema.getPossibleTypes(type).map((each) => each.name) : [name];
}

function fieldSets(directives: readonly ConstDirectiveNode[] = [], name: string): SelectionSetNode[] {
  return directives
    .filter((directive) => directive.name.value === name)
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap((argument) => {
      if (argument.name.value !== "fields" || argument.value.kind !== Kind.STRING) return [];
      const [operation] = parse(`{${argument.value.value}}`).definitions;
      return operation?.kind === Kind.OPERATION_DEFINITION ? [operation.selectionSet] : [];
    });
}
