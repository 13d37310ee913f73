import { Kind } from "graphql";
import type { ConstDirectiveNode, ConstValueNode, DocumentNode } from "graphql";

/** What one `@listSize` says of a field. */
export interface ListHint {
  readonly assumedSize: number | null;
  /** Arguments that say how long the list, or the lists of the page, are; empty where the directive names none. */
  readonly pagingArguments: readonly string[];
}

/** What a supergraph's `@cost` and `@listSize` say (federation 2.9); weights by "Type.field" and "Type". */
export interface CostHints {
  readonly weights: ReadonlyMap<string, number>;
  /** By "Type.field". */
  readonly lists: ReadonlyMap<string, ListHint>;
}

export const noCostHints: CostHints = { weights: new Map(), lists: new Map() };

const costSpec = /^https?:\/\/specs\.apollo\.dev\/cost\//;

export function readCostHints(document: DocumentNode): CostHints {
  const names = directiveNames(document);
  if (!names) return noCostHints;
  const weights = new Map<string, number>();
  const lists = new Map<string, ListHint>();
  const read = (key: string, directives: readonly ConstDirectiveNode[] | undefined) => {
    for (const directive of directives ?? []) {
      const weight = numberOf(argumentOf(directive, "weight"));
      if (directive.name.value === names.cost && weight !== null) weights.set(key, weight);
      if (directive.name.value === names.listSize) lists.set(key, listHintOf(directive));
    }
  };
  for (const definition of document.definitions) {
    if (!("name" in definition) || !definition.name || !("directives" in definition)) continue;
    const type = definition.name.value;
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) read(type, definition.directives);
    if (!("fields" in definition)) continue;
    for (const field of definition.fields ?? [])
      if (field.kind === Kind.FIELD_DEFINITION) read(`${type}.${field.name.value}`, field.directives);
  }
  return { weights, lists };
}

/** Under what names the supergraph carries them; null when it has neither. */
function directiveNames(document: DocumentNode): { cost: string; listSize: string } | null {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    const link = definition.directives?.find((each) => costSpec.test(textOf(argumentOf(each, "url")) ?? ""));
    if (!link) continue;
    const imports = new Map(itemsOf(argumentOf(link, "import")).map(importOf));
    return {
      cost: imports.get("@cost") ?? "cost",
      listSize: imports.get("@listSize") ?? "cost__listSize",
    };
  }
  return null;
}

/** `"@cost"` or `{ name: "@cost", as: "@price" }` as the original name with the local one, without its @. */
function importOf(value: ConstValueNode): [string, string] {
  const field = (name: string) =>
    value.kind === Kind.OBJECT
      ? textOf(value.fields.find((each) => each.name.value === name)?.value)
      : undefined;
  const name = field("name") ?? textOf(value) ?? "";
  return [name, (field("as") ?? name).replace(/^@/, "")];
}

function listHintOf(directive: ConstDirectiveNode): ListHint {
  return {
    assumedSize: numberOf(argumentOf(directive, "assumedSize")),
    pagingArguments: itemsOf(argumentOf(directive, "slicingArguments")).flatMap((each) => textOf(each) ?? []),
  };
}

function argumentOf({ arguments: given }: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  return given?.find((argument) => argument.name.value === name)?.value;
}

function itemsOf(value: ConstValueNode | undefined): readonly ConstValueNode[] {
  return value?.kind === Kind.LIST ? value.values : [];
}

function textOf(value: ConstValueNode | undefined): string | undefined {
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function numberOf(value: ConstValueNode | undefined): number | null {
  return value?.kind === Kind.INT ? Number(value.value) : null;
}
