import { setImmediate } from "node:timers/promises";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { Prisma } from "@wegraph/db-core/client";
import type { CoreDatabase } from "../database.ts";
import { ChainVerifier, genesisHash } from "./chain.ts";
import type { Break, ChainHead, StoredEntry } from "./chain.ts";
import type { HeadSeal } from "./headSeal.ts";

export interface AuditQuery {
  actorId?: string | null | undefined;
  action?: string | null | undefined;
  resourceType?: string | null | undefined;
  resourceId?: string | null | undefined;
  from?: Date | null | undefined;
  to?: Date | null | undefined;
}

export type AuditRow = Prisma.AuditEntryGetPayload<object>;

export interface Verification {
  ok: boolean;
  checked: number;
  fromSeq: number | null;
  toSeq: number | null;
  brokenAtSeq: number | null;
  reason: string | null;
  verifiedAt: Date;
}

interface SealedHead extends ChainHead {
  seal: string | null;
}

/** The sequence is the order of the log: times of different machines may disagree. */
const newestFirst: readonly OrderColumn[] = [{ field: "seq", direction: "desc", kind: "number" }];

/** Rows per read of a verification: few enough that hashing them does not hold up other requests. */
const stretch = 500;

/** Reading the tenant's audit log and checking that nobody has rewritten it. */
export class AuditService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly seal: HeadSeal,
    private readonly clock: () => Date,
  ) {}

  page(query: AuditQuery, args: PageArgs): Promise<Page<AuditRow>> {
    const where = conditions(query);
    return keysetPage(
      args,
      newestFirst,
      (keyset) =>
        this.db.tenant.auditEntry.findMany({
          where: { AND: [where, keyset.where] },
          orderBy: keyset.orderBy,
          take: keyset.take,
        }),
      () => this.db.tenant.auditEntry.count({ where }),
    );
  }

  /** Walks the chain from `fromSeq` to `toSeq`, by default all of it and to its recorded end. */
  async verify(
    { principal }: RequestContext,
    range: { fromSeq?: number | null; toSeq?: number | null },
  ): Promise<Verification> {
    const { tenantId } = principal;
    const from = range.fromSeq ?? 1;
    if (from < 1) throw invalidInput([{ path: ["fromSeq"], message: "at least 1" }]);
    if (range.toSeq != null && range.toSeq < from)
      throw invalidInput([{ path: ["toSeq"], message: "not before fromSeq" }]);

    const head = await this.head(tenantId);
    const to = Math.min(range.toSeq ?? head.seq, head.seq);
    const verifier = new ChainVerifier(from, await this.hashBefore(tenantId, from));
    const broken =
      (await this.walk(tenantId, verifier, from, to)) ??
      (to >= from ? await this.faultAfter(tenantId, verifier, to, head) : null);
    return {
      ok: broken === null,
      checked: verifier.checked,
      fromSeq: to >= from ? from : null,
      toSeq: to >= from ? to : null,
      brokenAtSeq: broken?.seq ?? null,
      reason: broken?.reason ?? null,
      verifiedAt: this.clock(),
    };
  }

  /** Entries as they were hashed, the oldest first, a page at a time: the whole log need not fit anywhere. */
  async *entries(
    tenantId: string,
    query: AuditQuery,
    { untilSeq, chunk }: { untilSeq: number; chunk: number },
  ): AsyncGenerator<StoredEntry[]> {
    for (let after = 0; ;) {
      const rows = await this.db.tenant.auditEntry.findMany({
        where: { AND: [{ tenantId }, conditions(query), { seq: { gt: after, lte: untilSeq } }] },
        orderBy: { seq: "asc" },
        take: chunk,
      });
      const last = rows.at(-1);
      if (!last) return;
      yield rows.map((row) => ({ ...row, at: row.at.toISOString() }));
      after = last.seq;
    }
  }

  private async head(tenantId: string): Promise<SealedHead> {
    const head = await this.db.tenant.auditHead.findUnique({
      where: { tenantId },
      select: { seq: true, hash: true, seal: true },
    });
    return head ?? { seq: 0, hash: genesisHash, seal: null };
  }

  /** A range that ends within the log is held at its end by the entry after it. */
  private async faultAfter(
    tenantId: string,
    verifier: ChainVerifier,
    to: number,
    head: SealedHead,
  ): Promise<Break | null> {
    if (to === head.seq) return this.endFault(tenantId, verifier, head);
    const next = await this.db.tenant.auditEntry.findFirst({
      where: { tenantId, seq: to + 1 },
      select: { previousHash: true },
    });
    if (!next) return { seq: to + 1, reason: "ENTRY_MISSING" };
    return next.previousHash === verifier.lastHash ? null : { seq: to, reason: "ENTRY_ALTERED" };
  }

  private async hashBefore(tenantId: string, seq: number): Promise<string | undefined> {
    if (seq === 1) return genesisHash;
    const before = await this.db.tenant.auditEntry.findFirst({
      where: { tenantId, seq: seq - 1 },
      select: { hash: true },
    });
    return before?.hash;
  }

  private async walk(
    tenantId: string,
    verifier: ChainVerifier,
    from: number,
    to: number,
  ): Promise<Break | null> {
    for (let start = from; start <= to; start += stretch) {
      const end = Math.min(start + stretch - 1, to);
      for (const entry of await this.read(tenantId, start, end)) {
        const broken = verifier.check(entry);
        if (broken) return broken;
      }
      if (verifier.nextSeq <= end) return { seq: verifier.nextSeq, reason: "ENTRY_MISSING" };
      await setImmediate();
    }
    return null;
  }

  /** The end of the chain stands in a second place: cutting off or adding entries there shows as well. */
  private async endFault(tenantId: string, verifier: ChainVerifier, head: SealedHead): Promise<Break | null> {
    if (verifier.lastHash !== head.hash) return { seq: head.seq, reason: "END_ALTERED" };
    if (!this.seal.holds(tenantId, head, head.seal)) return { seq: head.seq, reason: "SEAL_BROKEN" };
    const beyond = await this.db.tenant.$queryRaw<{ seq: number }[]>`
      SELECT e.seq FROM saas_unified_audit_logs e JOIN wegraph_audit_heads h ON h.tenant_id = e.tenant_id
      WHERE e.tenant_id = ${tenantId}::uuid AND e.seq > h.seq ORDER BY e.seq LIMIT 1`;
    const [extra] = beyond;
    return extra ? { seq: extra.seq, reason: "ENTRY_INSERTED" } : null;
  }

  /** All rows of the stretch, so that a second entry with the same number shows. */
  private read(tenantId: string, from: number, to: number): Promise<StoredEntry[]> {
    return this.db.tenant.$queryRaw<StoredEntry[]>`
      SELECT id::text, tenant_id::text AS "tenantId", seq,
        to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, action, actor_kind AS "actorKind",
        actor_id AS "actorId", actor_name AS "actorName", resource_type AS "resourceType", resource_id AS "resourceId",
        changes, address, correlation_id AS "correlationId", previous_hash AS "previousHash", hash
      FROM saas_unified_audit_logs
      WHERE tenant_id = ${tenantId}::uuid AND seq BETWEEN ${from} AND ${to} ORDER BY seq`;
  }
}

function conditions({
  actorId,
  action,
  resourceType,
  resourceId,
  from,
  to,
}: AuditQuery): Prisma.AuditEntryWhereInput {
  const prefix = action?.endsWith(".*") ? action.slice(0, -1) : null;
  return {
    ...(actorId != null && { actorId }),
    ...(action != null && { action: prefix === null ? action : { startsWith: prefix } }),
    ...(resourceType != null && { resourceType }),
    ...(resourceId != null && { resourceId }),
    ...((from ?? to) != null && {
      at: { ...(from != null && { gte: from }), ...(to != null && { lt: to }) },
    }),
  };
}
