import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import { useFormats } from "../../i18n/useFormats.ts";
import { solid } from "../../theme/tones.ts";
import type { Statistics } from "./statsQuery.ts";

const shown = 6;

/** Why messages failed, the most frequent first, and what to do about it. */
export function FailuresPanel({ statistics }: { statistics: Statistics }) {
  const { t, i18n } = useTranslation(["messages", "common"]);
  const formats = useFormats();
  const chinese = i18n.language === "zh-CN";
  const rows = statistics.failures.map(({ code, count, error }) => ({
    code,
    count,
    meaning: (chinese ? error.meaningZh : error.meaning) ?? code,
    action: (chinese ? error.actionZh : error.action) ?? "",
  }));
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <ChartPanel
      title={t("stats.failures")}
      note={t("common:asOf", { time: formats.time(statistics.asOf) })}
      height={196}
      table={{
        header: [t("column.errorCode"), t("column.error"), t("stats.count")],
        rows: rows.map(({ code, meaning, count }) => [code, meaning, count]),
      }}
    >
      {rows.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          {t("stats.noFailures")}
        </Typography>
      )}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1.25 }}>
        {rows.slice(0, shown).map(({ code, meaning, action, count }) => (
          <li key={code}>
            <Box sx={{ display: "flex", gap: 1 }}>
              <Typography variant="body2" sx={{ flex: 1 }}>
                {meaning}
              </Typography>
              <Typography variant="body2" sx={{ fontWeight: 560 }}>
                {formats.number(count)}
              </Typography>
            </Box>
            <Box sx={{ height: 6, my: 0.5, bgcolor: "action.hover", borderRadius: 1, overflow: "hidden" }}>
              <div
                style={{
                  height: "100%",
                  width: `${(count / most) * 100}%`,
                  backgroundColor: solid("negative"),
                }}
              />
            </Box>
            <Typography variant="caption" color="textSecondary" component="div">
              {action} <code>{code}</code>
            </Typography>
          </li>
        ))}
      </Box>
    </ChartPanel>
  );
}
