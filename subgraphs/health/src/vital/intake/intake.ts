import { inTenant } from "@wegraph/database/scope";
import { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import { lenient } from "../../health.database.ts";
import type { HealthDatabase } from "../../health.database.ts";
import type { IntakeOutcome, NewReading, VitalIntake } from "../reading.ts";
import { retryingClashes } from "./intake.clash.ts";
import type { IntakeStore } from "./intake.store.ts";

/** Of one transaction: beyond it a set costs more in locks than it saves in commits. */
const setMax = 1_000;
/** Of one tenant: about ten seconds of a flood, held while the database is away. Beyond, devices are told to come again. */
const waitingMax = 20_000;

interface Call {
  readings: readonly NewReading[];
  done: (outcomes: readonly IntakeOutcome[]) => void;
  failed: (error: unknown) => void;
}

interface Lane {
  waiting: Call[];
  /** Readings of those that wait. */
  readings: number;
  draining: Promise<void> | undefined;
}

/**
 * Takes readings in sets: whatever calls of a tenant come while one transaction runs share the next, so that a flood costs few
 * commits, and a single reading waits for nobody.
 */
export class GroupedIntake implements VitalIntake {
  private readonly lanes = new Map<string, Lane>();

  constructor(
    private readonly db: HealthDatabase,
    private readonly store: IntakeStore,
    private readonly log: Logger,
  ) {}

  /** @throws AppError UNAVAILABLE (INTAKE_BACKLOG) when too many wait already. */
  take(tenantId: string, readings: readonly NewReading[]): Promise<readonly IntakeOutcome[]> {
    if (readings.length === 0) return Promise.resolve([]);
    const lane = this.laneOf(tenantId);
    if (lane.readings >= waitingMax)
      return Promise.reject(
        new AppError("UNAVAILABLE", "INTAKE_BACKLOG", "Too many readings wait to be stored."),
      );
    return new Promise((resolve, reject) => {
      lane.waiting.push({ readings, done: resolve, failed: reject });
      lane.readings += readings.length;
      lane.draining ??= this.drain(tenantId, lane);
    });
  }

  /** What was given is stored first. */
  async stop(): Promise<void> {
    for (const { draining } of this.lanes.values()) await draining;
  }

  private laneOf(tenantId: string): Lane {
    const known = this.lanes.get(tenantId);
    if (known) return known;
    const made: Lane = { waiting: [], readings: 0, draining: undefined };
    this.lanes.set(tenantId, made);
    return made;
  }

  private async drain(tenantId: string, lane: Lane): Promise<void> {
    // What else came in the same turn of the event loop is taken along.
    await new Promise((resolve) => setImmediate(resolve));
    while (lane.waiting.length > 0) await this.takeSet(tenantId, nextSet(lane));
    this.lanes.delete(tenantId);
  }

  /** One call that the database refuses must not take the others down with it: then each goes by itself. */
  private async takeSet(tenantId: string, calls: readonly Call[]): Promise<void> {
    try {
      const outcomes = await this.commit(
        tenantId,
        calls.flatMap(({ readings }) => readings),
      );
      let from = 0;
      for (const { readings, done } of calls) {
        done(outcomes.slice(from, from + readings.length));
        from += readings.length;
      }
    } catch (err) {
      this.log.error({ err, calls: calls.length }, "readings not stored");
      const [first] = calls;
      if (calls.length === 1) return first?.failed(err);
      for (const call of calls) await this.takeSet(tenantId, [call]);
    }
  }

  private async commit(tenantId: string, readings: readonly NewReading[]): Promise<IntakeOutcome[]> {
    await this.store.prepare(readings);
    return retryingClashes(() =>
      inTenant(tenantId, async () => {
        const { outcomes } = await this.db.tenant.$transaction(
          (tx) => this.store.take(tx, tenantId, readings),
          lenient,
        );
        return outcomes;
      }),
    );
  }
}

function nextSet(lane: Lane): Call[] {
  let readings = 0;
  const over = lane.waiting.findIndex((call, index) => {
    readings += call.readings.length;
    return index > 0 && readings > setMax;
  });
  const calls = lane.waiting.splice(0, over === -1 ? lane.waiting.length : over);
  lane.readings -= calls.reduce((sum, call) => sum + call.readings.length, 0);
  return calls;
}
