import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import type { TenantZones } from "../tenant/tenantZones.ts";
import { QualityKeeper } from "./quality.keeper.ts";
import { QualityReader } from "./quality.reader.ts";

interface Given {
  db: HealthDatabase;
  access: PatientAccess;
  zones: TenantZones;
  clock: () => Date;
}

export type QualityParts = ReturnType<typeof assembleQuality>;

/** How good data are: what is made of what. */
export function assembleQuality({ db, access, zones, clock }: Given) {
  return { keeper: new QualityKeeper(db, zones, clock), reader: new QualityReader(db, access) };
}

export function qualityJobs({ keeper }: QualityParts): readonly ScheduledJob[] {
  return [
    {
      name: "health-quality-scores",
      cron: "20 * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "健康数据质量评分", en: "Quality of health data" },
      maxRunMs: 30 * 60_000,
      run: ({ signal }) => keeper.run(signal),
    },
  ];
}
