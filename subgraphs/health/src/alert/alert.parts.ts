import type { EventFeed } from "@wegraph/kit/feed";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import type { PatientReader } from "../patient/patient.reader.ts";
import type { Timeline } from "../record/timeline.ts";
import { AlertCorrections } from "./alert.corrections.ts";
import { HealthAlertDesk } from "./alert.desk.ts";
import { AlertEndings } from "./alert.endings.ts";
import { AlertEscalator } from "./alert.escalator.ts";
import { AlertLedger } from "./alert.ledger.ts";
import { AlertReader } from "./alert.reader.ts";
import { AlertResolver } from "./alert.resolver.ts";
import { AlertService } from "./alert.service.ts";
import { alertEventResolver } from "./alertEvent.resolver.ts";
import { AlertEntryResolver, AlertFieldResolver, PatientAlertResolver } from "./alertField.resolver.ts";

interface Given {
  db: HealthDatabase;
  access: PatientAccess;
  timeline: Timeline;
  secrets: SecretBox;
  settings: LiveSettings;
  clock: () => Date;
}

export type AlertParts = ReturnType<typeof assembleAlerts>;

/** Everything about alerts: what is made of what. */
export function assembleAlerts({ db, access, timeline, secrets, settings, clock }: Given) {
  const ledger = new AlertLedger(timeline);
  return {
    desk: new HealthAlertDesk(ledger, settings, clock),
    endings: new AlertEndings(ledger, clock),
    corrections: new AlertCorrections(ledger, settings, clock),
    escalator: new AlertEscalator(db, ledger, settings, clock),
    reader: new AlertReader(db, access, secrets, clock),
    service: new AlertService(db, ledger, secrets, clock),
  };
}

/** The face of alerts in the graph. */
export function alertResolvers(
  { reader, service }: AlertParts,
  patients: PatientReader,
  feed: EventFeed,
): object[] {
  return [
    new AlertResolver(reader, service),
    new AlertFieldResolver(reader, patients),
    new AlertEntryResolver(reader),
    new PatientAlertResolver(reader),
    alertEventResolver(feed, reader),
  ];
}
