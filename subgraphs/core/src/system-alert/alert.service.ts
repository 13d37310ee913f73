import { recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { step } from "@wegraph/kit/machine";
import { originOf } from "@wegraph/kit/outbox";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import { alertMachine } from "./alert.machine.ts";
import { recordAlerts } from "./alert.record.ts";
import { alertColumns } from "./alert.row.ts";
import type { AlertRow } from "./alert.row.ts";
import { resolveAlerts } from "./alert.store.ts";
import { putToTelling } from "./telling/pending.ts";

const record = recorderOf(domain, "system-alert");

/** What people do about alerts. */
export class SystemAlertService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  /** Somebody takes it on: it goes no further up. Doing so twice changes nothing. */
  acknowledge(context: RequestContext, id: string, note: string | null): Promise<AlertRow> {
    return this.db.tenant.$transaction(async (tx) => {
      const before = await lockedAlert(tx, id);
      mustBeOurs(before);
      step(alertMachine, before.state, "acknowledge");
      if (before.state === "ACKNOWLEDGED") return before;
      const now = this.clock();
      const { kind, id: actorId } = context.principal;
      const [alert] = await tx.$queryRaw<AlertRow[]>`
        UPDATE saas_unified_alerts a SET state = 'ACKNOWLEDGED', acknowledged_at = ${now}::timestamptz,
          acknowledged_by_id = ${kind === "USER" ? actorId : null}::uuid, acknowledge_note = ${note}, updated_at = ${now}::timestamptz,
          version = a.version + 1
        WHERE a.id = ${id}::uuid AND a.raised_at = ${before.raisedAt}::timestamptz RETURNING ${alertColumns}`;
      if (!alert) throw notFound("system alert", id);
      await recordAlerts(tx, [{ alert, change: "ACKNOWLEDGED", origin: originOf(context), note }], now);
      await record(tx, context, "acknowledged", alert.id, [
        { field: "state", before: before.state, after: alert.state },
      ]);
      return alert;
    });
  }

  /** Ends it by hand. If its cause is still there when the rule's time has passed, it is raised anew. */
  resolve(context: RequestContext, id: string, note: string | null): Promise<AlertRow> {
    return this.db.tenant.$transaction(async (tx) => {
      const before = await lockedAlert(tx, id);
      mustBeOurs(before);
      step(alertMachine, before.state, "resolve");
      const now = this.clock();
      const { kind, id: actorId } = context.principal;
      const [alert] = await resolveAlerts(
        tx,
        [
          {
            id,
            raisedAt: before.raisedAt,
            resolution: "BY_HAND",
            resolvedById: kind === "USER" ? actorId : null,
            note,
          },
        ],
        now,
      );
      if (!alert) throw notFound("system alert", id);
      await recordAlerts(tx, [{ alert, change: "RESOLVED", origin: originOf(context), note }], now);
      await putToTelling(tx, [{ alert, change: "RESOLVED" }], now);
      await record(tx, context, "resolved", alert.id, [
        { field: "state", before: before.state, after: alert.state },
      ]);
      return alert;
    });
  }
}

/** @throws AppError NOT_FOUND; otherwise nobody else changes it until the transaction ends. */
async function lockedAlert(tx: Tx, id: string): Promise<AlertRow> {
  const [alert] = await tx.$queryRaw<AlertRow[]>`
    SELECT ${alertColumns} FROM saas_unified_alerts a WHERE a.id = ${id}::uuid FOR NO KEY UPDATE`;
  if (!alert) throw notFound("system alert", id);
  return alert;
}

/** What another domain keeps is changed there; here it follows. */
function mustBeOurs({ source, path }: AlertRow): void {
  if (source !== "WECOM") return;
  throw new AppError(
    "CONFLICT",
    "ALERT_KEPT_ELSEWHERE",
    "This alert is acknowledged and ended where it comes from.",
    {
      path,
    },
  );
}
