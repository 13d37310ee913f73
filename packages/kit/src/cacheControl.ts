import { Directive } from "type-graphql";

export interface CacheRule {
  /** For how many seconds an answer with this field may be given again; 0 for never. */
  maxAge?: number;
  /** PRIVATE: to the same person alone; else to all of the tenant who have the same rights. */
  scope?: "PUBLIC" | "PRIVATE";
  /** As long as what the field is part of. */
  inheritMaxAge?: boolean;
}

/**
 * Lets the gateway give answers with this field, or with objects of this type, again. Only for what nothing changes
 * silently: an answer ends when an event or an audit record names the type of anything it shows, so a value that
 * follows from things of another type needs `maxAge: 0`.
 */
export function CacheControl(rule: CacheRule): ClassDecorator & MethodDecorator & PropertyDecorator {
  const given = [
    rule.maxAge !== undefined && `maxAge: ${rule.maxAge}`,
    rule.scope && `scope: ${rule.scope}`,
    rule.inheritMaxAge && "inheritMaxAge: true",
  ].filter(Boolean);
  return Directive(`@cacheControl(${given.join(", ")})`);
}

/** What a subgraph's SDL needs so that composition carries the directive into the supergraph. */
export const cacheControlSdl = `extend schema
  @link(url: "https://specs.wegraph.dev/cacheControl/v0.1", import: ["@cacheControl"])
  @composeDirective(name: "@cacheControl")

directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION

"""Who may be given the same answer again."""
enum CacheControlScope {
  """All of a tenant who have the same rights."""
  PUBLIC

  """The same person."""
  PRIVATE
}`;
