import { useTranslation } from "react-i18next";
import { HealthSeverityChip } from "../../healthAlerts/HealthAlertChips.tsx";
import { useAlertValue } from "../../healthAlerts/useAlertValue.ts";
import { Panel } from "../../ui/Panel.tsx";
import { Timeline, TimelineEntry } from "../../ui/Timeline.tsx";
import type { AlertData } from "./alertQuery.ts";

/** Everything that happened to it, in order. */
export function AlertTimeline({ alert }: { alert: AlertData }) {
  const { t } = useTranslation("healthAlerts");
  return (
    <Panel title={t("detail.timeline")} flush>
      <Timeline>
        {alert.timeline.nodes.map((entry) => (
          <Entry key={entry.id} entry={entry} measure={alert.cause.measure} />
        ))}
      </Timeline>
    </Panel>
  );
}

/** After these an alert may be more or less severe than before. */
const isOfSeverity: ReadonlySet<string> = new Set(["RAISED", "WORSENED", "CORRECTED"]);

type EntryData = AlertData["timeline"]["nodes"][number];

function Entry({ entry, measure }: { entry: EntryData; measure: string | null }) {
  const { t } = useTranslation("healthAlerts");
  const written = useAlertValue();
  const { change, severity, value, unit, level, audience, resolution, note, assignedTo } = entry;
  const said = [
    value !== null && written.value({ measure, unit }, value),
    entry.isTakenBack && t("detail.takenBack"),
    level !== null && audience && t("detail.told", { level, audience: t(`audience.${audience}`) }),
    change === "ASSIGNED" && (assignedTo ? (assignedTo.displayName ?? "–") : t("assign.nobody")),
    resolution && t(`resolution.${resolution}`),
    note,
  ].filter(Boolean);
  return (
    <TimelineEntry
      at={entry.at}
      actor={
        entry.actor?.displayName ?? t(entry.actorKind === "SYSTEM" ? "detail.platform" : "detail.somebody")
      }
      title={
        <>
          {t(`entry.${change}`)}
          {isOfSeverity.has(change) && <HealthSeverityChip severity={severity} />}
        </>
      }
    >
      {said.join(" · ")}
    </TimelineEntry>
  );
}
