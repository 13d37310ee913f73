import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { SeverityLabel } from "../../alerting/AlertLabels.tsx";
import { useMeasured } from "../../alerting/useMeasured.ts";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
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
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {alert.timeline.map((entry) => (
          <Entry key={entry.id} entry={entry} unit={alert.unit} />
        ))}
      </Box>
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
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "minmax(0,1fr)", md: "160px 260px minmax(0,1fr) 160px" },
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
        {severity && ["RAISED", "ESCALATED", "SEVERITY_CHANGED"].includes(type) && (
          <SeverityLabel severity={severity} />
        )}
      </Box>
      <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
        {said.join(" · ")}
      </Typography>
      <Typography variant="body2" color="textSecondary" noWrap>
        {entry.actor?.displayName ?? t("detail.system")}
      </Typography>
    </Box>
  );
}
