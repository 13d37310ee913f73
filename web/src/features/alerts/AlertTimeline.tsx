import { useTranslation } from "react-i18next";
import { useMeasure } from "../../alerts/useMeasure.ts";
import { wordOr } from "../../i18n/wordOr.ts";
import { AlertSeverityChip } from "../../status/AlertChips.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Timeline, TimelineEntry } from "../../ui/Timeline.tsx";
import type { AlertData } from "./alertQuery.ts";

/** Everything that happened to it, in order. */
export function AlertTimeline({ alert }: { alert: AlertData }) {
  const { t } = useTranslation("alerts");
  return (
    <Panel title={t("detail.timeline")} flush>
      <Timeline>
        {alert.timeline.nodes.map((entry) => (
          <Entry key={entry.id} entry={entry} unit={alert.unit} />
        ))}
      </Timeline>
    </Panel>
  );
}

type EntryData = AlertData["timeline"]["nodes"][number];

function Entry({ entry, unit }: { entry: EntryData; unit: AlertData["unit"] }) {
  const { t, i18n } = useTranslation("alerts");
  const measure = useMeasure();
  const { type, value, severity, action, outcome, note, actorKind } = entry;
  const said = [
    action && t(`action.${action}`),
    outcome && wordOr(i18n, "alerts", `outcome.${outcome}`, outcome),
    action && note ? t("affected", { count: Number(note) }) : note,
    value !== null && type !== "RESOLVED" && measure(value, unit),
  ].filter(Boolean);
  return (
    <TimelineEntry
      at={entry.at}
      actor={
        entry.actor?.displayName ??
        (actorKind === "SYSTEM" && type === "ACTION" ? t("detail.rules") : t("detail.platform"))
      }
      title={
        <>
          {t(`entry.${type}`)}
          {severity && (type === "RAISED" || type === "ESCALATED") && (
            <AlertSeverityChip severity={severity} />
          )}
        </>
      }
    >
      {said.join(" · ")}
    </TimelineEntry>
  );
}
