import { Kind } from "graphql";
import type { ConstDirectiveNode, ConstValueNode, DirectiveNode, DocumentNode } from "graphql";

export const accessFeatures = ["authenticated", "requiresScopes", "policy"] as const;
export type AccessFeature = (typeof accessFeatures)[number];

/** Thrown when access is declared in a form this gateway does not know: enforcing half of it would be worse than not starting. */
export class UnknownAccessForm extends Error {
  override readonly name = "UnknownAccessForm";
}

export interface AccessLinks {
  /** What each feature's directive is called in this document, e.g. "requiresScopes" or a renaming. */
  directives: ReadonlyMap<string, AccessFeature>;
  /** Scalars that only the directives' arguments use. */
  scalars: ReadonlySet<string>;
}

const featureUrl = /^https?:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy)(?:\/(.*))?$/;
const argumentScalar: Partial<Record<AccessFeature, string>> = { requiresScopes: "Scope", policy: "Policy" };

/** Reads which access features a supergraph links, and under which names. */
export function readAccessLinks(document: DocumentNode): AccessLinks {
  const directives = new Map<string, AccessFeature>();
  const scalars = new Set<string>();
  for (const link of schemaDirectives(document)) {
    const found = featureOf(link);
    if (!found) continue;
    const { feature, version } = found;
    if (link.name.value !== "link" || version !== "v0.1")
      throw new UnknownAccessForm(
        `@${link.name.value} of ${feature} ${version ?? ""} is not a form this gateway knows`,
      );
    const prefix = textArgument(link, "as") ?? feature;
    const imports = importsOf(link);
    directives.set(imports.get(`@${feature}`)?.slice(1) ?? prefix, feature);
    const scalar = argumentScalar[feature];
    if (scalar) scalars.add(imports.get(scalar) ?? `${prefix}__${scalar}`);
  }
  return { directives, scalars };
}

export function isAccessLink(directive: DirectiveNode): boolean {
  return featureOf(directive) !== null;
}

function schemaDirectives(document: DocumentNode): ConstDirectiveNode[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? [...(definition.directives ?? [])]
      : [],
  );
}

function featureOf(directive: DirectiveNode): { feature: AccessFeature; version: string | undefined } | null {
  for (const { value } of directive.arguments ?? []) {
    const [, name, version] = value.kind === Kind.STRING ? (featureUrl.exec(value.value) ?? []) : [];
    const feature = accessFeatures.find((known) => known === name);
    if (feature) return { feature, version };
  }
  return null;
}

function textArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** `import: ["@a", { name: "@b", as: "@c" }]` as original name → local name. */
function importsOf(directive: ConstDirectiveNode): Map<string, string> {
  const value = directive.arguments?.find((argument) => argument.name.value === "import")?.value;
  if (!value) return new Map();
  if (value.kind !== Kind.LIST) throw new UnknownAccessForm("An access link's import is not a list");
  return new Map(value.values.map(importOf));
}

function importOf(value: ConstValueNode): [string, string] {
  if (value.kind === Kind.STRING) return [value.value, value.value];
  const entries =
    value.kind === Kind.OBJECT
      ? new Map(
          value.fields.map((field) => [
            field.name.value,
            field.value.kind === Kind.STRING ? field.value.value : null,
          ]),
        )
      : new Map<string, string | null>();
  const name = entries.get("name");
  const local = entries.get("as") ?? name;
  if (!name || !local) throw new UnknownAccessForm("An access link imports something unreadable");
  return [name, local];
}
