import "reflect-metadata";
import { changesResolver } from "@wegraph/kit/changes";
import type { EventFeed } from "@wegraph/kit/feed";
import { buildSubgraph } from "@wegraph/kit/schema";
import type { Subgraph } from "@wegraph/kit/schema";
import { alertResolvers } from "./alert/alert.parts.ts";
import { deviceReferences, deviceResolvers } from "./device/device.parts.ts";
import { domain } from "./health.database.ts";
import type { HealthParts } from "./parts.ts";
import { patientResolvers } from "./patient/patient.parts.ts";
import { RecordResolver } from "./record/record.resolver.ts";
import { QualityResolver } from "./quality/quality.resolver.ts";
import { reportResolvers } from "./report/report.parts.ts";
import { riskResolvers } from "./risk/risk.parts.ts";
import { statisticResolvers } from "./statistic/statistic.parts.ts";
import { ruleResolvers } from "./rule/rule.parts.ts";
import { vitalResolvers } from "./vital/vital.parts.ts";

/** The domain's face in the graph. */
export function healthSchema(
  { alerts, devices, patients, quality, records, reports, risks, rules, statistics, vitals }: HealthParts,
  feed: EventFeed,
): Subgraph {
  return buildSubgraph({
    name: domain,
    resolvers: [
      ...patientResolvers(patients, feed),
      new RecordResolver(records.reader, records.service),
      ...reportResolvers(reports, patients.reader, feed),
      ...riskResolvers(risks, reports.reader, feed),
      ...statisticResolvers(statistics),
      ...deviceResolvers(devices, feed),
      new QualityResolver(quality.reader),
      ...alertResolvers(alerts, patients.reader, feed),
      ...ruleResolvers(rules, patients.reader, feed),
      ...vitalResolvers(vitals, feed),
      changesResolver(domain, feed),
    ],
    references: {
      ...deviceReferences(devices),
      CheckupReport: {
        requires: "checkup-report:read",
        load: (id, context) => reports.reader.find(context, id),
      },
      HealthAlert: {
        requires: "health-alert:read",
        load: (id, context) => alerts.reader.find(context, id),
      },
      HealthRule: { requires: "health-rule:read", load: (id, context) => rules.reader.find(context, id) },
      Patient: { requires: "patient:read", load: (id, context) => patients.reader.find(context, id) },
    },
  });
}
