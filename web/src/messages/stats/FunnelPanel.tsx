import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import { useFormats } from "../../i18n/useFormats.ts";
import { solid } from "../../theme/tones.ts";
import type { Statistics } from "./statsQuery.ts";

/** How far messages came: each stage against the first, with what left on the way. */
export function FunnelPanel({ statistics }: { statistics: Statistics }) {
  const { t } = useTranslation(["messages", "common"]);
  const formats = useFormats();
  const { accepted, sent, delivered, read, failed, cancelled } = statistics.total;
  const stages = [
    { key: "accepted", count: accepted },
    { key: "sent", count: sent },
    { key: "delivered", count: delivered },
    { key: "read", count: read },
  ] as const;
  // What was accepted before the time and sent in it makes a later stage the wider one.
  const most = Math.max(1, ...stages.map(({ count }) => count));
  return (
    <ChartPanel
      title={t("stats.funnel")}
      note={t("common:asOf", { time: formats.time(statistics.asOf) })}
      height={196}
      table={{
        header: [t("stats.stage"), t("stats.count")],
        rows: [
          ...stages.map(({ key, count }): [string, number] => [t(`stats.${key}`), count]),
          [t("stats.failed"), failed],
          [t("stats.cancelled"), cancelled],
        ],
      }}
    >
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1 }}>
        {stages.map(({ key, count }, index) => (
          <Box
            component="li"
            key={key}
            sx={{
              display: "grid",
              gridTemplateColumns: "84px minmax(0,1fr) 120px",
              gap: 1.5,
              alignItems: "center",
            }}
          >
            <Typography variant="body2" noWrap>
              {t(`stats.${key}`)}
            </Typography>
            <Box sx={{ height: 26, bgcolor: "action.hover", borderRadius: 1, overflow: "hidden" }}>
              <div
                style={{
                  height: "100%",
                  width: `${(count / most) * 100}%`,
                  backgroundColor: solid(index === 0 ? "progress" : "positive"),
                  opacity: 1 - index * 0.15,
                }}
              />
            </Box>
            <Typography variant="body2" noWrap sx={{ textAlign: "right" }}>
              <b>{formats.number(count)}</b>{" "}
              <Box component="span" sx={{ color: "text.secondary" }}>
                {accepted === 0 ? "" : formats.percent(count / accepted)}
              </Box>
            </Typography>
          </Box>
        ))}
      </Box>
      <Typography variant="body2" color="textSecondary" sx={{ mt: 1.5 }}>
        {t("stats.left", { failed: formats.number(failed), cancelled: formats.number(cancelled) })}
      </Typography>
    </ChartPanel>
  );
}
