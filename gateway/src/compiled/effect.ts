import { createHash } from "node:crypto";
import type { QueryPlan } from "@apollo/query-planner";
import { TypeInfo, getNamedType, isAbstractType, isEnumType, print, visit, visitWithTypeInfo } from "graphql";
import type { DocumentNode, GraphQLOutputType, GraphQLSchema } from "graphql";
import type { CheckedOperation } from "../document/operation.ts";

/**
 * What a subscription's answers depend on, as a short text: what was asked and what rights leave of it (`document`), how
 * that is fetched, and the types by which the answer is shaped. Whatever else changes in the graph leaves it the same.
 */
export function effectOf(
  { document: asked, definition }: CheckedOperation,
  document: DocumentNode,
  schema: GraphQLSchema,
  plan: QueryPlan,
): string {
  const hash = createHash("sha256").update(definition.name?.value ?? "");
  for (const each of new Set([asked, document])) hash.update(`\0${print(each)}`);
  // The planner may add the fetches' parsed documents, which say the same as their texts.
  hash.update(
    JSON.stringify(plan, (key, value: unknown) => (key === "operationDocumentNode" ? undefined : value)),
  );
  for (const fact of factsOf(document, schema)) hash.update(`\0${fact}`);
  return hash.digest("base64url");
}

function factsOf(document: DocumentNode, schema: GraphQLSchema): Set<string> {
  const facts = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const type = types.getType();
        const parent = types.getParentType()?.name;
        const field = types.getFieldDef();
        if (!type || !field) return;
        facts.add(`${parent}.${field.name}: ${String(type)}`);
        for (const fact of valuesOf(type, schema)) facts.add(fact);
      },
    }),
  );
  return facts;
}

/** What may come in the place of a type: members of an abstract one, values of an enum. */
function valuesOf(type: GraphQLOutputType, schema: GraphQLSchema): string[] {
  const named = getNamedType(type);
  if (isAbstractType(named))
    return schema.getPossibleTypes(named).map(({ name }) => `${named.name} > ${name}`);
  return isEnumType(named) ? named.getValues().map(({ name }) => `${named.name} = ${name}`) : [];
}
