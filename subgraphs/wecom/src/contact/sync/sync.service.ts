import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { originOf, systemOrigin } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import { demand } from "@wegraph/kit/principal";
import { v7 } from "uuid";
import { domain, patient } from "../../wecom.database.ts";
import type { Tx, WecomDatabase } from "../../wecom.database.ts";
import type { ContactApps } from "../contact.apps.ts";
import { firstCursor } from "./sync.rules.ts";
import type { SyncCause, SyncKind } from "./sync.rules.ts";
import { announceRun, syncPart } from "./sync.store.ts";

interface NewRun {
  tenantId: string;
  corpId: string;
  accountId: string;
  kind: SyncKind;
  cause: SyncCause;
  createdById: string | null;
}

/** Begins and cancels runs; they are carried on elsewhere. */
export class ContactSyncService {
  constructor(
    private readonly db: WecomDatabase,
    private readonly apps: ContactApps,
    private readonly clock: () => Date,
    private readonly onStarted: () => void,
  ) {}

  /** @throws AppError CONFLICT SYNC_RUNNING, or ACCOUNT_UNAVAILABLE where no account with an application is online. */
  async start(
    context: RequestContext,
    { corpId, kind, idempotencyKey: key }: { corpId: string; kind: SyncKind; idempotencyKey?: string | null },
  ): Promise<string> {
    const { principal } = context;
    const { tenantId } = principal;
    demand(principal, "contact:sync");
    const corp = await this.db.tenant.corp.findFirst({ where: { id: corpId } });
    if (!corp) throw notFound("corp", corpId);
    const app = await this.apps.ofCorp(corpId);
    if (!app)
      throw new AppError(
        "CONFLICT",
        "ACCOUNT_UNAVAILABLE",
        "No account of this corporation that has an application is online.",
        { corpId },
      );
    const createdById = principal.kind === "USER" ? principal.id : null;
    const run = { tenantId, corpId, kind, accountId: app.accountId, cause: "PERSON" as const, createdById };
    const id = await this.db.tenant.$transaction(
      (tx) =>
        once(tx, { tenantId, scope: "startContactSync", key, input: { corpId, kind } }, () =>
          this.insert(tx, originOf(context), run),
        ),
      patient,
    );
    this.onStarted();
    return id;
  }

  /** By the schedule. False where one runs already. */
  async startDue(run: Omit<NewRun, "createdById">): Promise<boolean> {
    try {
      await this.db
        .system(syncPart)
        .$transaction(
          (tx) => this.insert(tx, systemOrigin(syncPart, run.tenantId), { ...run, createdById: null }),
          patient,
        );
      this.onStarted();
      return true;
    } catch (error) {
      if (error instanceof AppError && error.reason === "SYNC_RUNNING") return false;
      throw error;
    }
  }

  /** What is written stays. One that is over is left as it is. */
  async cancel(context: RequestContext, id: string): Promise<void> {
    demand(context.principal, "contact:sync");
    await this.db.tenant.$transaction(async (tx) => {
      const { count } = await tx.contactSyncRun.updateMany({
        where: { id, status: "RUNNING" },
        data: {
          status: "CANCELLED",
          finishedAt: this.clock(),
          dueAt: null,
          claim: null,
          waitingCode: null,
          waitingUntil: null,
        },
      });
      const run = await tx.contactSyncRun.findFirst({ where: { id } });
      if (!run) throw notFound("contact sync run", id);
      if (count === 0) return;
      const origin = originOf(context);
      await announceRun(tx, run, origin);
      await audit(tx, domain, origin, {
        action: "contact-sync.cancelled",
        resourceType: "contact-sync-run",
        resourceId: id,
      });
    }, patient);
  }

  private async insert(tx: Tx, origin: Origin, run: NewRun): Promise<string> {
    const now = this.clock();
    const id = v7();
    // The index lets one run of a corporation through at a time, in whatever process it is begun.
    const inserted = await tx.contactSyncRun.createMany({
      data: [
        {
          ...run,
          id,
          status: "RUNNING",
          phase: "DEPARTMENTS",
          cursor: firstCursor,
          failures: [],
          createdAt: now,
          dueAt: now,
        },
      ],
      skipDuplicates: true,
    });
    if (inserted.count === 0) {
      const running = await tx.contactSyncRun.findFirst({ where: { corpId: run.corpId, finishedAt: null } });
      throw new AppError("CONFLICT", "SYNC_RUNNING", "This corporation is being read already.", {
        runId: running?.id ?? null,
      });
    }
    await announceRun(tx, await tx.contactSyncRun.findUniqueOrThrow({ where: { id } }), origin);
    await audit(tx, domain, origin, {
      action: "contact-sync.started",
      resourceType: "contact-sync-run",
      resourceId: id,
      changes: [
        { field: "corpId", after: run.corpId },
        { field: "kind", after: run.kind },
        { field: "cause", after: run.cause },
      ],
    });
    return id;
  }
}
