import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { SeverityLabel } from "../../alerting/AlertLabels.tsx";
import { useMeasured } from "../../alerting/useMeasured.ts";
import { Panel } from "../../ui/Panel.tsx";
import { Timeline, TimelineEntry } from "../../ui/Timeline.tsx";
import type { SystemAlertData } from "./systemAlertQuery.ts";

const kinds = ["SILENCED", "INHIBITED", "QUIET_HOURS", "REPEATED", "UNWANTED", "OVER"] as const;
/** What a line says besides: anything else there may be is not for here. */
const details = z.object({
  kind: z.optional(z.enum(kinds)),
  comment: z.optional(z.string()),
  byName: z.optional(z.string()),
  together: z.optional(z.number()),
});

/** Everything that happened to it, in order. */
export function SystemAlertTimeline({ alert }: { alert: SystemAlertData }) {
  const { t } = useTranslation("alerting");
  return (
    <Panel title={t("detail.timeline")} flush>
      <Timeline>
        {alert.timeline.map((entry) => (
          <Entry key={entry.id} entry={entry} unit={alert.unit} />
        ))}
      </Timeline>
    </Panel>
  );
}

function Entry({ entry, unit }: { entry: SystemAlertData["timeline"][number]; unit: string | null }) {
  const { t } = useTranslation("alerting");
  const measured = useMeasured();
  const { type, value, severity, note } = entry;
  const { data: detail } = details.safeParse(entry.detail);
  const said = [
    detail?.kind && t(`suppression.${detail.kind}`),
    detail?.comment ?? detail?.byName,
    detail?.together !== undefined && detail.together > 1 && t("detail.together", { count: detail.together }),
    note,
    value !== null && ["RAISED", "RESOLVED", "CLEARING", "ESCALATED"].includes(type) && measured(value, unit),
  ].filter(Boolean);
  return (
    <TimelineEntry
      at={entry.at}
      actor={entry.actor?.displayName ?? t("detail.system")}
      title={
        <>
          {t(`entry.${type}`)}
          {severity && ["RAISED", "ESCALATED", "SEVERITY_CHANGED"].includes(type) && (
            <SeverityLabel severity={severity} />
          )}
        </>
      }
    >
      {said.join(" · ")}
    </TimelineEntry>
  );
}
