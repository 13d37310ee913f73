import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useMeasure } from "../../alerts/useMeasure.ts";
import { wordOr } from "../../i18n/wordOr.ts";
import { AlertSeverityChip } from "../../status/AlertChips.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import type { AlertData } from "./alertQuery.ts";

/** Everything that happened to it, in order. */
export function AlertTimeline({ alert }: { alert: AlertData }) {
  const { t } = useTranslation("alerts");
  return (
    <Panel title={t("detail.timeline")} flush>
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {alert.timeline.nodes.map((entry) => (
          <Entry key={entry.id} entry={entry} unit={alert.unit} />
        ))}
      </Box>
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
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "minmax(0,1fr)", md: "150px 220px minmax(0,1fr) 160px" },
        gap: { xs: 0.25, md: 2 },
        alignItems: "center",
        px: 2,
        py: 0.75,
        minHeight: 40,
        borderTop: 1,
        borderColor: "divider",
        "&:first-of-type": { borderTop: 0 },
      }}
    >
      <Typography variant="body2" color="textSecondary">
        <Time at={entry.at} />
      </Typography>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
        <Typography variant="body2" sx={{ fontWeight: 540 }}>
          {t(`entry.${type}`)}
        </Typography>
        {severity && (type === "RAISED" || type === "ESCALATED") && <AlertSeverityChip severity={severity} />}
      </Box>
      <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
        {said.join(" · ")}
      </Typography>
      <Typography variant="body2" color="textSecondary" noWrap>
        {entry.actor?.displayName ??
          (actorKind === "SYSTEM" && type === "ACTION" ? t("detail.rules") : t("detail.platform"))}
      </Typography>
    </Box>
  );
}
