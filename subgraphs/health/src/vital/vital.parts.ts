import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { Logger } from "@wegraph/kit/log";
import type { HealthDatabase, Tx } from "../health.database.ts";
import { GroupedIntake } from "./intake/intake.ts";
import { IntakeStore } from "./intake/intake.store.ts";
import type { ReadingEvaluator } from "./reading.ts";

interface Given {
  db: HealthDatabase;
  /** What readings mean; without it they are stored and told of only. */
  evaluator?: ReadingEvaluator<Tx>;
  settings: LiveSettings;
  clock: () => Date;
  log: Logger;
}

export type VitalParts = ReturnType<typeof assembleVitals>;

/** Everything about vital signs: what is made of what. */
export function assembleVitals({ db, evaluator, settings, clock, log }: Given) {
  const store = new IntakeStore({ db, evaluator, settings, clock });
  return { store, intake: new GroupedIntake(db, store, log) };
}
