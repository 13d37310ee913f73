import { auditShape } from "@wegraph/kit/audit";
import type { DomainEvent } from "@wegraph/kit/events";
import type { z } from "zod";
import type { CoreDatabase, Tx } from "../database.ts";
import { storable, storableText } from "./canonicalJson.ts";
import { appendTo, genesisHash } from "./chain.ts";
import type { ChainHead, ChainedEntry, StoredEntry } from "./chain.ts";
import type { HeadSeal } from "./headSeal.ts";

export const recorded = auditShape;
export type AuditEvent = DomainEvent<z.output<typeof auditShape>>;

const purpose = "audit-chain";
export const consumer = "core-audit";
const batchMax = 200;

interface Waiting {
  event: AuditEvent;
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * Appends what the domains record to each tenant's chain. Events that arrive while one batch is written make up the
 * next, so a burst costs a few transactions instead of one each.
 */
export class AuditAppender {
  private waiting: Waiting[] = [];
  private isWriting = false;
  /** Months that have a partition, as far as this process knows. */
  private readonly months = new Set<string>();

  constructor(
    private readonly db: CoreDatabase,
    private readonly seal: HeadSeal,
  ) {}

  /** Resolves when the entry is committed; an event seen before changes nothing. */
  append(event: AuditEvent): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ event, done, failed });
      if (!this.isWriting) void this.write();
    });
  }

  private async write(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, batchMax);
      for (const [tenantId, ofTenant] of byTenant(batch)) await this.writeTogether(tenantId, ofTenant);
    }
    this.isWriting = false;
  }

  /** An event that cannot be written must not keep its neighbours from it: then each goes alone. */
  private async writeTogether(tenantId: string, batch: readonly Waiting[]): Promise<void> {
    try {
      await this.extendChain(
        tenantId,
        batch.map(({ event }) => event),
      );
      for (const { done } of batch) done();
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only) return only.failed(error);
      for (const one of batch) await this.writeTogether(tenantId, [one]);
    }
  }

  private async extendChain(tenantId: string, events: readonly AuditEvent[]): Promise<void> {
    await this.db.system(purpose).$transaction(async (tx) => {
      const head = await lockHead(tx, tenantId);
      const fresh = await newOnes(tx, events);
      if (fresh.length === 0) return;
      for (const { at } of fresh) await this.ensurePartition(tx, at);
      const entries = appendTo(head, fresh.map(asEntry));
      const last = entries.at(-1);
      if (!last) return;
      await insert(tx, entries);
      // An end that somebody rewrote is not sealed over: what is recorded from then on does not make it good again.
      const isSound = this.seal.holds(tenantId, head, head.seal);
      await tx.auditHead.update({
        where: { tenantId },
        data: { seq: last.seq, hash: last.hash, ...(isSound && { seal: this.seal.of(tenantId, last) }) },
        select: { seq: true },
      });
    });
  }

  /** A late event may belong to a month nobody made a partition for. */
  private async ensurePartition(tx: Tx, at: string): Promise<void> {
    const month = new Date(at).toISOString().slice(0, 7);
    if (this.months.has(month)) return;
    await tx.$executeRaw`SELECT wegraph_ensure_partition('saas_unified_audit_logs', ${at}::timestamptz)`;
    this.months.add(month);
  }
}

function byTenant(batch: readonly Waiting[]): Map<string, Waiting[]> {
  const groups = new Map<string, Waiting[]>();
  for (const one of batch) {
    const group = groups.get(one.event.tenantId);
    if (group) group.push(one);
    else groups.set(one.event.tenantId, [one]);
  }
  return groups;
}

/** The lock that makes one chain of what many processes append. */
async function lockHead(tx: Tx, tenantId: string): Promise<ChainHead & { seal: string | null }> {
  await tx.$executeRaw`
    INSERT INTO wegraph_audit_heads (tenant_id, seq, hash) VALUES (${tenantId}::uuid, 0, ${genesisHash})
    ON CONFLICT DO NOTHING`;
  const [head] = await tx.$queryRaw<[ChainHead & { seal: string | null }]>`
    SELECT seq, hash, seal FROM wegraph_audit_heads WHERE tenant_id = ${tenantId}::uuid FOR UPDATE`;
  return head;
}

async function newOnes(tx: Tx, events: readonly AuditEvent[]): Promise<AuditEvent[]> {
  const byId = new Map(events.map((event) => [event.id, event]));
  const rows = await tx.$queryRaw<{ event_id: string }[]>`
    INSERT INTO wegraph_processed_events (consumer, event_id)
    SELECT ${consumer}, id FROM unnest(${[...byId.keys()]}::uuid[]) AS id
    ON CONFLICT DO NOTHING RETURNING event_id`;
  const fresh = new Set(rows.map(({ event_id }) => event_id));
  return [...byId.values()].filter(({ id }) => fresh.has(id));
}

function asEntry({ id, tenantId, at, actor, correlationId, payload }: AuditEvent): Omit<ChainedEntry, "seq"> {
  const { action, resourceType, resourceId, changes } = payload;
  return {
    id: id.toLowerCase(),
    tenantId: tenantId.toLowerCase(),
    at: new Date(at).toISOString(),
    action: storableText(action),
    actorKind: actor.kind,
    actorId: storableText(actor.id),
    actorName: storableText(actor.name),
    resourceType: storableText(resourceType),
    resourceId: resourceId === null ? null : storableText(resourceId),
    changes: storable(changes),
    address: actor.address === null ? null : storableText(actor.address),
    correlationId: storableText(correlationId),
  };
}

async function insert(tx: Tx, entries: readonly StoredEntry[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO saas_unified_audit_logs (id, tenant_id, seq, at, action, actor_kind, actor_id, actor_name,
      resource_type, resource_id, changes, address, correlation_id, previous_hash, hash)
    SELECT id, "tenantId", seq, at, action, "actorKind", "actorId", "actorName", "resourceType", "resourceId", changes,
      address, "correlationId", "previousHash", hash
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS entry(id uuid, "tenantId" uuid, seq integer,
      at timestamptz, action text, "actorKind" text, "actorId" text, "actorName" text, "resourceType" text,
      "resourceId" text, changes jsonb, address text, "correlationId" text, "previousHash" text, hash text)`;
}
