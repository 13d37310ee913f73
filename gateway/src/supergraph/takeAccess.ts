import { Kind, visit } from "graphql";
import type { ConstDirectiveNode, DefinitionNode, DirectiveNode, DocumentNode } from "graphql";
import { AccessMap } from "../access/accessMap.ts";
import type { Need } from "../access/need.ts";
import { UnknownAccessForm, accessFeatures, isAccessLink, readAccessLinks } from "./accessLinks.ts";
import type { AccessLinks } from "./accessLinks.ts";
import { readNeed } from "./readNeed.ts";

/**
 * Takes the access directives out of a supergraph: `@apollo/query-planner` refuses a graph that carries them,
 * and the gateway enforces them itself. Anything not understood in full stops the load, so that a declaration
 * is either enforced or noticed, never lost.
 */
export function takeAccess(document: DocumentNode): { document: DocumentNode; access: AccessMap } {
  const links = readAccessLinks(document);
  const access = new AccessMap();
  const definitions = document.definitions
    .filter((definition) => !isOwnDefinition(definition, links))
    .map((definition) => strip(definition, links, access));
  const stripped: DocumentNode = { ...document, definitions };
  refuseLeftovers(stripped, links);
  return { document: stripped, access };
}

function isOwnDefinition(definition: DefinitionNode, links: AccessLinks): boolean {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) return links.directives.has(definition.name.value);
  return definition.kind === Kind.SCALAR_TYPE_DEFINITION && links.scalars.has(definition.name.value);
}

function strip(definition: DefinitionNode, links: AccessLinks, access: AccessMap): DefinitionNode {
  const { kind } = definition;
  if (kind === Kind.SCHEMA_DEFINITION || kind === Kind.SCHEMA_EXTENSION)
    return { ...definition, directives: (definition.directives ?? []).filter((link) => !isAccessLink(link)) };
  if (kind === Kind.ENUM_TYPE_DEFINITION || kind === Kind.SCALAR_TYPE_DEFINITION) {
    const directives = take(definition.directives, links, (need) =>
      access.addType(definition.name.value, need),
    );
    return { ...definition, directives };
  }
  if (kind === Kind.OBJECT_TYPE_DEFINITION || kind === Kind.INTERFACE_TYPE_DEFINITION) {
    const type = definition.name.value;
    const directives = take(definition.directives, links, (need) => access.addType(type, need));
    const fields = (definition.fields ?? []).map((field) => ({
      ...field,
      directives: take(field.directives, links, (need) => access.addField(type, field.name.value, need)),
    }));
    return { ...definition, directives, fields };
  }
  return definition;
}

function take(
  directives: readonly ConstDirectiveNode[] | undefined,
  links: AccessLinks,
  keep: (need: Need) => void,
): ConstDirectiveNode[] {
  return (directives ?? []).filter((directive) => {
    const feature = links.directives.get(directive.name.value);
    if (!feature) return true;
    keep(readNeed(feature, directive));
    return false;
  });
}

/** A declaration in a place, under a name or inside another directive where `strip` does not look. */
function refuseLeftovers(document: DocumentNode, links: AccessLinks): void {
  visit(document, {
    Directive(directive) {
      if (links.directives.has(directive.name.value) || isAccessLink(directive))
        throw new UnknownAccessForm(`@${directive.name.value} stands where this gateway does not enforce it`);
      for (const name of namesIn(directive))
        if (accessFeatures.some((feature) => feature === name))
          throw new UnknownAccessForm(
            `@${directive.name.value} speaks of ${name}, which the supergraph does not link`,
          );
    },
  });
}

/** The directive's own name without its prefix, and for `@join__directive` the one it carries. */
function namesIn(directive: DirectiveNode): string[] {
  const name = directive.name.value;
  const carried = name === "join__directive" ? (directive.arguments ?? []) : [];
  const texts = carried.flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : []));
  return [name, ...texts].map((text) => text.replace(/^.*__/, ""));
}
