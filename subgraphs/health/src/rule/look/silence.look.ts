import { systemOrigin } from "@wegraph/kit/outbox";
import type { AlertEndings } from "../../alert/alert.endings.ts";
import type { AlertDesk, Finding } from "../../alert/finding.ts";
import { ageOn } from "../../calendar.ts";
import { lenient } from "../../health.database.ts";
import type { HealthDatabase, Tx } from "../../health.database.ts";
import type { RuleBook } from "../rule.book.ts";
import type { RuleBooks } from "../rule.books.ts";
import { finding } from "../rule.finding.ts";
import { isFor } from "../rule.reach.ts";
import { readStanding } from "../rule.standing.store.ts";
import type { OpenAlert } from "../rule.standing.store.ts";
import { watchedPatients } from "./patients.store.ts";
import type { WatchedPatient } from "./patients.store.ts";
import { missingOf, offlineOf } from "./silence.rules.ts";
import type { BoundDevice } from "./silence.rules.ts";
import { forEachTenant } from "./tenants.ts";

const part = "health-rules";

/** Looks for what did not happen: readings that did not come, devices that did not call. */
export class SilenceLook {
  constructor(
    private readonly parts: {
      db: HealthDatabase;
      books: RuleBooks;
      desk: AlertDesk<Tx>;
      endings: AlertEndings;
      clock: () => Date;
    },
  ) {}

  /** Returns how many patients were looked at. */
  look(signal?: AbortSignal): Promise<number> {
    const { db, clock } = this.parts;
    return forEachTenant(db, signal, async (tenantId) => {
      const now = clock();
      let sum = 0;
      for await (const patients of watchedPatients(db, null)) {
        signal?.throwIfAborted();
        await this.judge(tenantId, patients, now);
        sum += patients.length;
      }
      await this.endOrphans(tenantId);
      return sum;
    });
  }

  private async judge(tenantId: string, patients: readonly WatchedPatient[], now: Date): Promise<void> {
    const { db, books, desk, endings } = this.parts;
    const ids = patients.map(({ facts }) => facts.id);
    await db.tenant.$transaction(async (tx) => {
      const { stamp, open } = await readStanding(tx, tenantId, ids);
      const book = await books.of(tx, tenantId, stamp);
      const devices = await devicesOf(tx, ids);
      const openOf = byPatient(open);
      const findings = patients.flatMap((patient) =>
        findingsOf(patient, devices.get(patient.facts.id) ?? [], {
          book,
          open: openOf.get(patient.facts.id) ?? [],
          now,
        }),
      );
      if (findings.length > 0) await desk.apply(tx, tenantId, findings);
      const rules = new Map(book.rules.map((rule) => [rule.id, rule]));
      // Whoever left a rule's group, or grew too old for it, has no reading to come that would end its alert.
      for (const { facts } of patients)
        for (const { ruleId } of openOf.get(facts.id) ?? []) {
          const rule = rules.get(ruleId);
          if (rule && !isFor(rule.reach, facts, ageOn(facts.birthDate, now)))
            await endings.ofRule(tx, systemOrigin(part, tenantId), ruleId, [facts.id]);
        }
    }, lenient);
  }

  /** An intake that was under way when a rule was switched off may have raised one more. */
  private async endOrphans(tenantId: string): Promise<void> {
    const { db, endings } = this.parts;
    await db.tenant.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        SELECT DISTINCT a.rule_id::text AS id FROM health_alerts a JOIN health_alert_rules r ON r.id = a.rule_id
        WHERE a.tenant_id = ${tenantId}::uuid AND a.state <> 'RESOLVED' AND (NOT r.enabled OR r.deleted_at IS NOT NULL)`;
      for (const { id } of rows) await endings.ofRule(tx, systemOrigin(part, tenantId), id);
    }, lenient);
  }
}

function findingsOf(
  patient: WatchedPatient,
  devices: readonly BoundDevice[],
  { book, open, now }: { book: RuleBook; open: readonly OpenAlert[]; now: Date },
): Finding[] {
  const { facts } = patient;
  const isOpen = (ruleId: string, deviceId: string | null) =>
    open.some((alert) => alert.ruleId === ruleId && alert.deviceId === deviceId);
  const missing = book.others("MISSING_DATA", facts, now).flatMap((rule) => {
    const silence = missingOf(rule.condition, patient, devices, now);
    if (silence) return finding(rule, facts, silence.at, silence.outcome);
    return isOpen(rule.id, null) ? finding(rule, facts, now, { is: "CLEAR" }) : [];
  });
  const offline = book.others("DEVICE_OFFLINE", facts, now).flatMap((rule) => {
    const fired = devices.flatMap((device) => {
      const silence = offlineOf(rule.condition, device, now);
      return silence ? finding(rule, facts, silence.at, silence.outcome, device.id) : [];
    });
    const over = open
      .filter(
        ({ ruleId, deviceId }) => ruleId === rule.id && !fired.some((each) => each.deviceId === deviceId),
      )
      .map(({ deviceId }) => finding(rule, facts, now, { is: "CLEAR" }, deviceId));
    return [...fired, ...over];
  });
  return [...missing, ...offline];
}

async function devicesOf(tx: Tx, patientIds: string[]): Promise<Map<string, BoundDevice[]>> {
  const rows = await tx.deviceBinding.findMany({
    where: { patientId: { in: patientIds }, unboundAt: null, device: { retiredAt: null } },
    select: {
      patientId: true,
      boundAt: true,
      device: { select: { id: true, connection: true, lastContactAt: true, intervalSeconds: true } },
    },
  });
  const bound = rows.map(({ patientId, boundAt, device }) => ({ patientId, boundAt, ...device }));
  return byPatient(bound);
}

function byPatient<T extends { patientId: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const known = groups.get(item.patientId);
    if (known) known.push(item);
    else groups.set(item.patientId, [item]);
  }
  return groups;
}
