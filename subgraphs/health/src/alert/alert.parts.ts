import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { Timeline } from "../record/timeline.ts";
import { HealthAlertDesk } from "./alert.desk.ts";
import { AlertEndings } from "./alert.endings.ts";
import { AlertLedger } from "./alert.ledger.ts";

interface Given {
  timeline: Timeline;
  settings: LiveSettings;
  clock: () => Date;
}

export type AlertParts = ReturnType<typeof assembleAlerts>;

/** Everything about alerts: what is made of what. */
export function assembleAlerts({ timeline, settings, clock }: Given) {
  const ledger = new AlertLedger(timeline);
  return {
    desk: new HealthAlertDesk(ledger, settings, clock),
    endings: new AlertEndings(ledger, clock),
  };
}
