import { graphql } from "../gql/gql.ts";

export const auditEntryFragment = graphql(`
  fragment AuditEntry_entry on AuditEntry {
    id
    seq
    at
    action
    actorKind
    actorId
    actorName
    resourceType
    resourceId
    changes {
      field
      before
      after
    }
    address
    correlationId
    hash
    previousHash
  }
`);

/** Where a record that the log speaks of can be looked at. */
export function recordPath(resourceType: string, resourceId: string | null): string | null {
  if (!resourceId) return null;
  const kind = resourceType.toLowerCase();
  if (kind === "account") return `/accounts/${resourceId}`;
  if (kind === "patient") return `/health/patients/${resourceId}`;
  if (kind === "user") return `/users/${resourceId}`;
  if (kind === "role") return `/roles/${resourceId}`;
  return null;
}

/** Which part of a file was looked at; null for anything else that is on record. */
export function sectionOf(changes: readonly { field: string; after: unknown }[]): string | null {
  const [only, ...more] = changes;
  return only?.field === "section" && more.length === 0 && typeof only.after === "string" ? only.after : null;
}

/** A value as a person reads it. Structures stay JSON: the log must not interpret what it quotes. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(", ");
  return JSON.stringify(value, null, 1);
}
