import { Kind } from "graphql";
import type { ConstDirectiveNode, DocumentNode } from "graphql";

/** What one `@cacheControl` says; what it leaves out is left to the defaults. */
export interface CacheHint {
  readonly maxAgeSeconds: number | null;
  readonly isPrivate: boolean;
  /** As fresh as what it is part of. */
  readonly inherits: boolean;
}

/** Every `@cacheControl` of a supergraph, by "Type" and "Type.field". */
export type CacheHints = ReadonlyMap<string, CacheHint>;

const directiveName = "cacheControl";

/** Composition carries the directive as it stands in the subgraphs; it is read under its own name. */
export function readCacheHints(document: DocumentNode): CacheHints {
  const hints = new Map<string, CacheHint>();
  const read = (key: string, directives: readonly ConstDirectiveNode[] | undefined) => {
    const directive = directives?.find(({ name }) => name.value === directiveName);
    if (directive) hints.set(key, hintOf(directive));
  };
  for (const definition of document.definitions) {
    const { kind } = definition;
    if (kind === Kind.UNION_TYPE_DEFINITION) read(definition.name.value, definition.directives);
    if (kind !== Kind.OBJECT_TYPE_DEFINITION && kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    read(definition.name.value, definition.directives);
    for (const field of definition.fields ?? [])
      read(`${definition.name.value}.${field.name.value}`, field.directives);
  }
  return hints;
}

function hintOf({ arguments: given }: ConstDirectiveNode): CacheHint {
  const valueOf = (name: string) => given?.find((argument) => argument.name.value === name)?.value;
  const maxAge = valueOf("maxAge");
  const scope = valueOf("scope");
  const inherit = valueOf("inheritMaxAge");
  return {
    maxAgeSeconds: maxAge?.kind === Kind.INT ? Number(maxAge.value) : null,
    isPrivate: scope?.kind === Kind.ENUM && scope.value === "PRIVATE",
    inherits: inherit?.kind === Kind.BOOLEAN && inherit.value,
  };
}
