import "reflect-metadata";
import { changesResolver } from "@wegraph/kit/changes";
import type { EventFeed } from "@wegraph/kit/feed";
import { buildSubgraph } from "@wegraph/kit/schema";
import type { Subgraph } from "@wegraph/kit/schema";
import { deviceReferences, deviceResolvers } from "./device/device.parts.ts";
import { domain } from "./health.database.ts";
import type { HealthParts } from "./parts.ts";
import { PatientResolver } from "./patient/patient.resolver.ts";
import { reportResolvers } from "./report/report.parts.ts";
import { VitalCatalogueResolver } from "./vital/vital.catalogue.resolver.ts";

/** The domain's face in the graph. */
export function healthSchema({ devices, patients, reports }: HealthParts, feed: EventFeed): Subgraph {
  return buildSubgraph({
    name: domain,
    resolvers: [
      new PatientResolver(patients.reader, patients.service),
      ...reportResolvers(reports, patients.reader, feed),
      ...deviceResolvers(devices, feed),
      new VitalCatalogueResolver(),
      changesResolver(domain, feed),
    ],
    references: {
      ...deviceReferences(devices),
      CheckupReport: {
        requires: "checkup-report:read",
        load: (id, context) => reports.reader.find(context, id),
      },
      Patient: { requires: "patient:read", load: (id, context) => patients.reader.find(context, id) },
    },
  });
}
