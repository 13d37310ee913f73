import { LRUCache } from "lru-cache";
import type { AlertDesk, Finding } from "../../alert/finding.ts";
import { lenient } from "../../health.database.ts";
import type { HealthDatabase, Tx } from "../../health.database.ts";
import type { PatientFacts } from "../../patient/patient.facts.ts";
import type { VitalCode } from "../../vital/vital.codes.ts";
import type { HeldRule, RuleBook } from "../rule.book.ts";
import type { RuleBooks } from "../rule.books.ts";
import type { Baselines } from "../rule.baseline.store.ts";
import { isLookedAtLater } from "../rule.condition.ts";
import { decide } from "../rule.decision.ts";
import { openKey, vitalFinding } from "../rule.finding.ts";
import { minuteMs, samplesMax } from "../rule.measures.ts";
import { readStanding } from "../rule.standing.store.ts";
import { readWindows, windowKey } from "../rule.window.store.ts";
import { watchedPatients } from "./patients.store.ts";
import type { WatchedPatient } from "./patients.store.ts";
import { forEachTenant } from "./tenants.ts";

/** What is older says nothing about today. */
const freshMs = 24 * 60 * minuteMs;
const rememberedMax = 500_000;

/** A patient's newest value of a code, with the trends that hold for it. */
interface Candidate {
  patient: PatientFacts;
  code: VitalCode;
  at: Date;
  held: readonly HeldRule[];
}

/** Looks at trends: of each vital sign that has a new value since the last look, with what its rules read before it. */
export class TrendLook {
  /** The newest value that was looked at. Lost with the process, and then everything of the last day is looked at once more. */
  private readonly looked = new LRUCache<string, number>({ max: rememberedMax });

  constructor(
    private readonly parts: {
      db: HealthDatabase;
      books: RuleBooks;
      baselines: Baselines;
      desk: AlertDesk<Tx>;
      clock: () => Date;
    },
  ) {}

  /** Returns how many newest values were looked at. */
  look(signal?: AbortSignal): Promise<number> {
    return forEachTenant(this.parts.db, signal, async (tenantId) => {
      const { db, books, clock } = this.parts;
      const { stamp } = await readStanding(db.tenant, tenantId, []);
      const book = await books.of(db.tenant, tenantId, stamp);
      const codes = book.codesLookedAt;
      if (codes.length === 0) return 0;
      const since = new Date(clock().getTime() - freshMs);
      let sum = 0;
      for await (const patients of watchedPatients(db, since)) {
        signal?.throwIfAborted();
        const candidates = patients.flatMap((patient) => this.candidatesOf(patient, codes, since, book));
        if (candidates.length > 0) await this.judge(tenantId, candidates);
        sum += candidates.length;
      }
      return sum;
    });
  }

  private candidatesOf(
    { facts, latest }: WatchedPatient,
    codes: readonly VitalCode[],
    since: Date,
    book: RuleBook,
  ): Candidate[] {
    return codes.flatMap((code) => {
      const newest = latest[code];
      if (!newest || newest.at <= since || newest.flags.includes("SPIKE")) return [];
      if (this.looked.get(windowKey(facts.id, code)) === newest.at.getTime()) return [];
      const held = book.forLook(facts, newest.at, code);
      return held.length === 0 ? [] : [{ patient: facts, code, at: newest.at, held }];
    });
  }

  private async judge(tenantId: string, candidates: readonly Candidate[]): Promise<void> {
    const { db, baselines, desk } = this.parts;
    const windows = await readWindows(
      db.tenant,
      candidates.map(({ patient, code, at, held }) => ({
        patientId: patient.id,
        code,
        since: new Date(at.getTime() - longestOf(held) * minuteMs),
        before: new Date(at.getTime() + 1),
        count: samplesMax,
      })),
    );
    const compared = candidates.filter(({ held }) => held.some(({ rule }) => isOfBaseline(rule.condition)));
    await baselines.read(
      db.tenant,
      compared.map(({ patient, code, at }) => ({ patientId: patient.id, code, at: at.getTime() })),
    );
    await db.tenant.$transaction(async (tx) => {
      const { open } = await readStanding(
        tx,
        tenantId,
        candidates.map(({ patient }) => patient.id),
      );
      const isOpen = new Set(open.map(({ patientId, ruleId }) => openKey(patientId, ruleId)));
      const findings = candidates.flatMap(({ patient, code, at, held }): Finding[] => {
        const window = windows.get(windowKey(patient.id, code)) ?? [];
        const baseline = baselines.of({ patientId: patient.id, code, at: at.getTime() });
        return held.flatMap((each) => {
          const verdict = decide(each.rule.condition, each.levels, { window, ageMs: 0, baseline });
          return (
            vitalFinding(each, patient, at, verdict, isOpen.has(openKey(patient.id, each.rule.id))) ?? []
          );
        });
      });
      if (findings.length > 0) await desk.apply(tx, tenantId, findings);
    }, lenient);
    for (const { patient, code, at } of candidates)
      this.looked.set(windowKey(patient.id, code), at.getTime());
  }
}

function longestOf(held: readonly HeldRule[]): number {
  return Math.max(
    0,
    ...held.map(({ rule: { condition } }) =>
      isLookedAtLater(condition) && !isOfBaseline(condition) ? condition.windowMinutes : 0,
    ),
  );
}

function isOfBaseline(condition: HeldRule["rule"]["condition"]): boolean {
  return condition.kind === "TREND" && condition.measure === "BASELINE";
}
