import { auditEvent } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { announceAll, originOf } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import type { SecretBox } from "@wegraph/kit/secrets";
import { domain, lenient } from "../health.database.ts";
import type { HealthDatabase, Tx } from "../health.database.ts";
import { acknowledged, assigned, canBeAssigned, endedByHand, noted } from "./alert.acts.ts";
import type { Act, ActRefusal, By, Found } from "./alert.acts.ts";
import { patientsOf } from "./alert.endings.ts";
import { notePlace } from "./alert.entries.ts";
import type {
  AcknowledgeHealthAlertsInput,
  AddHealthAlertNoteInput,
  AssignHealthAlertsInput,
  HealthAlertReference,
  ResolveHealthAlertsInput,
} from "./alert.input.ts";
import type { AlertLedger, AlertNews } from "./alert.ledger.ts";
import type { HealthAlertRefusal } from "./alert.answers.model.ts";
import { alertsWithinReach } from "./alert.scope.ts";
import { lockAlerts, updateAlerts, worsenedSince } from "./alert.store.ts";

const right = "health-alert:handle";
const thing = "health-alert";

const refusals: Readonly<Record<ActRefusal, string>> = {
  ALERT_RESOLVED: "This alert is over already.",
  ALERT_WORSENED: "This alert has become worse than what you have seen.",
};

interface Order {
  context: RequestContext;
  references: readonly HealthAlertReference[];
  note?: string | null | undefined;
  decide: (found: Found, by: By) => Act;
}

/** What people do to alerts. */
export class AlertService {
  constructor(
    private readonly db: HealthDatabase,
    private readonly ledger: AlertLedger,
    private readonly secrets: SecretBox,
    private readonly clock: () => Date,
  ) {}

  /** Somebody looks after them: nobody else is called. */
  acknowledge(context: RequestContext, input: AcknowledgeHealthAlertsInput): Promise<HealthAlertRefusal[]> {
    return this.act({ context, references: input.alerts, note: input.note, decide: acknowledged });
  }

  /** @throws AppError INVALID_INPUT (ASSIGNEE_OUT_OF_REACH) for who may not see one of the patients. */
  assign(
    context: RequestContext,
    { alerts, userId }: AssignHealthAlertsInput,
  ): Promise<HealthAlertRefusal[]> {
    const assignee = userId?.toLowerCase() ?? null;
    const decide = (found: Found, by: By): Act => {
      if (assignee !== null && !canBeAssigned(assignee, found.patient, by.userId))
        throw invalidInput(
          [{ path: ["input", "userId"], message: "neither you, nor the patient's clinician or care team" }],
          "ASSIGNEE_OUT_OF_REACH",
        );
      return assigned(found, assignee, by);
    };
    return this.act({ context, references: alerts, decide });
  }

  /** Ends alerts. What is measured afterwards may raise a new one; what was measured before does not. */
  resolve(
    context: RequestContext,
    { alerts, note }: ResolveHealthAlertsInput,
  ): Promise<HealthAlertRefusal[]> {
    return this.act({ context, references: alerts, note, decide: endedByHand });
  }

  async addNote(context: RequestContext, { alertId, note }: AddHealthAlertNoteInput): Promise<void> {
    await this.act({ context, references: [{ id: alertId.toLowerCase() }], note, decide: noted });
  }

  /**
   * Does to each what can be done; what cannot is told of.
   * @throws AppError CONFLICT where there is one alert only, and nothing can be done to it.
   */
  private async act(order: Order): Promise<HealthAlertRefusal[]> {
    const { context, references } = order;
    const ids = references.map(({ id }) => id);
    await this.demandReach(context, ids);
    const refused = await this.db.tenant.$transaction((tx) => this.perform(tx, order, ids), lenient);
    const [only] = refused;
    if (only && references.length === 1)
      throw new AppError("CONFLICT", only.reason, refusals[only.reason], { id: only.alertId });
    return refused;
  }

  private async perform(tx: Tx, order: Order, ids: readonly string[]) {
    const { context, references, decide } = order;
    const now = this.clock();
    const { kind, id: callerId } = context.principal;
    // A program is no person; who it was stands in the timeline and the audit log.
    const by = { userId: kind === "USER" ? callerId : null, now };
    const alerts = await lockAlerts(tx, ids);
    const patients = await patientsOf(tx, alerts);
    const worse = await worsenedSince(tx, references);
    const news: AlertNews[] = [];
    const refused: { alertId: string; reason: ActRefusal }[] = [];
    for (const alert of alerts) {
      const patient = patients.get(alert.patientId);
      if (!patient) continue;
      const act = decide({ alert, patient, isWorse: worse.has(alert.id) }, by);
      if (act.do === "REFUSE") refused.push({ alertId: alert.id, reason: act.reason });
      if (act.do === "CHANGE")
        news.push({ ...this.withNote(act, order.note), patient, origin: originOf(context), occurredAt: now });
    }
    await updateAlerts(
      tx,
      news.map(({ alert }) => alert),
    );
    await this.ledger.write(tx, news, now);
    await record(tx, context, news);
    return refused;
  }

  private withNote(
    { alert, change, detail }: Extract<Act, { do: "CHANGE" }>,
    note: string | null | undefined,
  ) {
    if (!note) return { alert, change, detail };
    const noteSealed = this.secrets.seal(note, notePlace(alert.id));
    return {
      alert: change === "RESOLVED" ? { ...alert, noteSealed } : alert,
      change,
      detail: { ...detail, noteSealed },
    };
  }

  /** What the caller cannot see does not exist; what they see but may not touch is FORBIDDEN. */
  private async demandReach({ principal }: RequestContext, ids: readonly string[]): Promise<void> {
    const { healthAlert } = this.db.tenant;
    const named = { id: { in: [...ids] } };
    const seen = await healthAlert.findMany({
      where: { AND: [named, alertsWithinReach(principal, "health-alert:read")] },
      select: { id: true },
    });
    const known = new Set(seen.map(({ id }) => id));
    const missing = ids.find((id) => !known.has(id));
    if (missing !== undefined) throw notFound("health alert", missing);
    const reached = await healthAlert.count({ where: { AND: [named, alertsWithinReach(principal, right)] } });
    if (reached < known.size) throw refusal(principal, [right]);
  }
}

/** Each act is on record with the patient it concerns; what was written stays sealed in the timeline. */
async function record(tx: Tx, context: RequestContext, news: readonly AlertNews[]): Promise<void> {
  const definition = auditEvent(domain);
  const origin = originOf(context);
  await announceAll(
    tx,
    news.map(({ alert, change, detail }) => ({
      origin,
      definition,
      payload: {
        action: `${thing}.${change.toLowerCase()}`,
        resourceType: thing,
        resourceId: alert.id,
        changes: [
          { field: "patient", after: alert.patientId },
          ...(change === "ASSIGNED" ? [{ field: "assignedTo", after: alert.assignedToId }] : []),
          ...(detail?.noteSealed === undefined ? [] : [{ field: "note" }]),
        ],
      },
    })),
  );
}
