import { z } from "zod";
import type { RequestContext } from "./context.ts";
import { defineEvent } from "./events.ts";
import { announce, announceAll, originOf, platformScope, systemOrigin } from "./outbox.ts";
import type { Origin, RawExecutor } from "./outbox.ts";

const change = z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() });

export const auditShape = z.object({
  /** "<thing>.<past tense>": "user.disabled". */
  action: z.string(),
  resourceType: z.string(),
  resourceId: z.string().nullable(),
  changes: z.array(change).default([]),
});

export type AuditRecord = z.input<typeof auditShape>;

/** The subject each domain records its acts under; core's listener takes `evt.*.*.audit.recorded.v1`. */
export const auditSubjectFilter = "evt.*.*.audit.recorded.v1";

export function auditEvent(domain: string) {
  return defineEvent(`${domain}.audit.recorded.v1`, auditShape);
}

/**
 * Records who did what, in the transaction of the act; core appends it to the tenant's hash chain. `changes`
 * must not hold secrets: name the field and leave the values out.
 */
export async function audit(
  tx: RawExecutor,
  domain: string,
  origin: Origin,
  record: AuditRecord,
): Promise<void> {
  await announce(tx, origin, auditEvent(domain), auditShape.parse(record));
}

/** Records many acts with one statement, in their order; otherwise as `audit` does. */
export async function auditAll(
  tx: RawExecutor,
  domain: string,
  origin: Origin,
  records: readonly AuditRecord[],
): Promise<void> {
  const definition = auditEvent(domain);
  await announceAll(
    tx,
    records.map((record) => ({ origin, definition, payload: auditShape.parse(record) })),
  );
}

/** How acts of callers on one kind of thing are recorded, each as "<thing>.<act>". */
export function recorderOf(domain: string, thing: string) {
  return (
    tx: RawExecutor,
    context: RequestContext,
    act: string,
    id: string,
    changes: AuditRecord["changes"] = [],
  ): Promise<void> =>
    audit(tx, domain, originOf(context), {
      action: `${thing}.${act}`,
      resourceType: thing,
      resourceId: id,
      changes,
    });
}

/**
 * Records in the platform's own log that a process has begun to work across tenants, and why; once for each purpose,
 * for how often is counted by a metric.
 */
export async function auditSystemScope(tx: RawExecutor, domain: string, purpose: string): Promise<void> {
  await audit(tx, domain, systemOrigin(purpose, platformScope), {
    action: "system-scope.opened",
    resourceType: "system-scope",
    resourceId: `${domain}: ${purpose}`,
  });
}

/** Field by field, what differs; fields named in `secret` appear without their values. */
export function changesBetween(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  secret: readonly string[] = [],
): z.infer<typeof change>[] {
  return Object.keys(after)
    .filter((field) => after[field] !== undefined && !same(before[field], after[field]))
    .map((field) =>
      secret.includes(field) ? { field } : { field, before: before[field], after: after[field] },
    );
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
