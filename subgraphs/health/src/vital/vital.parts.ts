import type { EventFeed } from "@wegraph/kit/feed";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { Logger } from "@wegraph/kit/log";
import type { HealthDatabase, Tx } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { ChartReader } from "./chart/chart.reader.ts";
import { ChartResolver, ChartSeriesResolver } from "./chart/chart.resolver.ts";
import { GroupedIntake } from "./intake/intake.ts";
import { IntakeStore } from "./intake/intake.store.ts";
import type { ReadingEvaluator, RetractionJudge } from "./reading.ts";
import { VitalCatalogueResolver } from "./vital.catalogue.resolver.ts";
import { VitalReader } from "./vital.reader.ts";
import { PatientVitalsResolver, VitalResolver } from "./vital.resolver.ts";
import { VitalRetraction } from "./vital.retraction.ts";
import { VitalService } from "./vital.service.ts";
import { vitalEventResolver } from "./vitalEvent.resolver.ts";

interface Given {
  db: HealthDatabase;
  access: PatientAccess;
  /** What readings mean; without it they are stored and told of only. */
  evaluator?: ReadingEvaluator<Tx>;
  /** What becomes of what rested on readings that are taken back. */
  retrial?: RetractionJudge<Tx>;
  settings: LiveSettings;
  clock: () => Date;
  log: Logger;
}

export type VitalParts = ReturnType<typeof assembleVitals>;

/** Everything about vital signs: what is made of what. */
export function assembleVitals({ db, access, evaluator, retrial, settings, clock, log }: Given) {
  const store = new IntakeStore({ db, evaluator, settings, clock });
  const retraction = new VitalRetraction(db, settings, retrial);
  return {
    access,
    settings,
    retraction,
    intake: new GroupedIntake(db, store, log),
    charts: new ChartReader(db),
    reader: new VitalReader(db, access, settings),
    service: new VitalService(db, access, store, retraction, clock),
  };
}

/** The face of vital signs in the graph. */
export function vitalResolvers(
  { access, settings, charts, reader, service }: VitalParts,
  feed: EventFeed,
): object[] {
  return [
    new VitalCatalogueResolver(),
    new VitalResolver(reader, service),
    new PatientVitalsResolver(reader),
    new ChartResolver(access, charts, settings),
    new ChartSeriesResolver(charts),
    vitalEventResolver(feed, access),
  ];
}
