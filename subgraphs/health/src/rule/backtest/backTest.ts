import { ageOn } from "../../calendar.ts";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import type { PatientAccess } from "../../patient/patient.access.ts";
import type { TenantZones } from "../../tenant/tenantZones.ts";
import { isVital } from "../rule.condition.ts";
import type { Condition } from "../rule.condition.ts";
import { decideNews2 } from "../rule.decision.ts";
import { minuteMs } from "../rule.measures.ts";
import { isFor } from "../rule.reach.ts";
import type { RuleReach } from "../rule.reach.ts";
import type { HistoryStore, PastPatient, Span } from "./history.store.ts";
import { Firings, lookBackMs, replay } from "./replay.rules.ts";
import type { Firing } from "./replay.rules.ts";
import { replaySilence } from "./silence.replay.ts";
import { byDay, longestMinutes } from "./summary.rules.ts";
import type { DayOfFirings, PatientFiring } from "./summary.rules.ts";

export interface Draft extends Span {
  condition: Condition;
  reach: RuleReach;
}

export interface BackTest extends Span {
  /** Patients whom the rule would have been for, and of how many readings, scores or signs of them it was tried on. */
  patientCount: number;
  readingCount: number;
  firingCount: number;
  firedPatientCount: number;
  longestMinutes: number | null;
  days: DayOfFirings[];
  /** The first ones. */
  firings: PatientFiring[];
}

/** Of the rows that a person can wait for. */
export const rowsMax = 1_000_000;
const workMsMax = 20_000;
const shownMax = 50;

interface Budget {
  rowsLeft: number;
  until: number;
}

/**
 * Would have fired so often: tried on what was measured, before anybody is woken by it. The draft is tried as if it held
 * alone; nearer rules do not take its place. Only patients whose vital signs the caller may see.
 */
export class BackTester {
  constructor(
    private readonly history: HistoryStore,
    private readonly access: PatientAccess,
    private readonly zones: TenantZones,
  ) {}

  /** @throws AppError INVALID_INPUT (BACK_TEST_TOO_LARGE) for more than anybody would wait for; TIMEOUT when nobody waits. */
  async test(context: RequestContext, draft: Draft): Promise<BackTest> {
    const { from, to } = draft;
    const zone = await this.zones.of(context.principal.tenantId);
    const budget = { rowsLeft: rowsMax, until: performance.now() + workMsMax };
    const firings: PatientFiring[] = [];
    let patientCount = 0;
    for await (const patient of this.history.patients(context.principal)) {
      context.demandWaiting();
      const { facts } = patient;
      if (!isFor(draft.reach, facts, ageOn(facts.birthDate, to))) continue;
      patientCount += 1;
      const { id: patientId, recordNumber } = facts;
      for (const firing of await this.ofPatient(draft, patient, budget))
        firings.push({ deviceId: null, ...firing, patientId, recordNumber });
    }
    firings.sort((a, b) => a.raisedAt - b.raisedAt);
    const shown = firings.slice(0, shownMax);
    await this.access.tell(context, [...new Set(shown.map(({ patientId }) => patientId))], "VITAL_SIGNS");
    return {
      from,
      to,
      patientCount,
      readingCount: rowsMax - budget.rowsLeft,
      firingCount: firings.length,
      firedPatientCount: new Set(firings.map(({ patientId }) => patientId)).size,
      longestMinutes: longestMinutes(firings, to.getTime()),
      days: byDay(firings, { from: from.getTime(), to: to.getTime(), zone }),
      firings: shown,
    };
  }

  private async ofPatient(
    draft: Draft,
    patient: PastPatient,
    budget: Budget,
  ): Promise<(Firing & { deviceId?: string })[]> {
    const { condition, to } = draft;
    const from = draft.from.getTime();
    const { id } = patient.facts;
    const before = { from: new Date(from - lookBackMs), to };
    if (isVital(condition)) {
      const rows = await this.history.readings(id, condition.code, before, budget.rowsLeft + 1);
      spend(budget, rows.length);
      return replay(condition, rows, from);
    }
    if (condition.kind === "NEWS2") {
      const rows = await this.history.scores(id, draft, budget.rowsLeft + 1);
      spend(budget, rows.length);
      const firings = new Firings();
      for (const { at, score, risk } of rows) {
        const severity = decideNews2(condition, risk);
        firings.take(at.getTime(), severity && { severity, value: score, readings: [] });
      }
      return firings.all;
    }
    const bound = await this.history.bound(id, draft);
    if (condition.kind === "DEVICE_OFFLINE") {
      const found = await Promise.all(
        bound.map(async ({ deviceId, ...span }) => {
          const rows = await this.history.offline(deviceId, before, budget.rowsLeft + 1);
          spend(budget, rows.length);
          const out = rows.filter((each) => each.to > span.from && each.from < span.to);
          return out.flatMap((each) => {
            const silent = { from: Math.max(each.from, span.from), to: Math.min(each.to, span.to) };
            return replaySilence(condition, [], [silent], from).map((firing) => ({
              ...firing,
              clearedAt: silent.to < to.getTime() ? silent.to : null,
              deviceId,
            }));
          });
        }),
      );
      return found.flat();
    }
    const longestMs = Math.max(...condition.levels.map(({ minutes }) => minutes)) * minuteMs;
    const heard = { from: new Date(from - longestMs), to };
    const signs = await this.history.signs(id, condition.codes, heard, budget.rowsLeft + 1);
    spend(budget, signs.length);
    const consented = patient.consentAt?.getTime() ?? from;
    const whole = [{ from: Math.max(consented, heard.from.getTime()), to: to.getTime() }];
    const expected = condition.expectedOnly
      ? bound
          .filter(({ isExpected }) => isExpected)
          .map((span) => ({ ...span, from: Math.max(span.from, consented) }))
      : whole;
    return replaySilence(condition, signs, expected, from);
  }
}

function spend(budget: Budget, rows: number): void {
  budget.rowsLeft -= rows;
  if (budget.rowsLeft >= 0 && performance.now() < budget.until) return;
  throw new AppError(
    "INVALID_INPUT",
    "BACK_TEST_TOO_LARGE",
    "That is too much to try it on: choose a shorter time or fewer patients.",
    { issues: [{ path: ["input", "from"], message: "too much to try it on" }], rowsMax },
  );
}
