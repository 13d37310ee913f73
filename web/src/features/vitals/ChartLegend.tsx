import { Box } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { solid } from "../../theme/tones.ts";

/** What is drawn on every chart besides its lines. */
export function ChartLegend() {
  const { t } = useTranslation("vitals");
  const signs: readonly [string, ReactNode][] = [
    [
      t("chart.normal"),
      <rect key="normal" y="0" width="18" height="10" fill={solid("positive")} opacity="0.25" />,
    ],
    [
      t("chart.usual"),
      <line
        key="usual"
        x1="0"
        x2="18"
        y1="5"
        y2="5"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="2 4"
      />,
    ],
    [t("chart.alert"), <circle key="alert" cx="9" cy="5" r="4" fill={solid("negative")} />],
    [
      t("chart.flagged"),
      <circle key="flagged" cx="9" cy="5" r="3.5" fill="none" stroke={solid("attention")} strokeWidth="2" />,
    ],
  ];
  return (
    <Box component="ul" sx={{ display: "flex", flexWrap: "wrap", columnGap: 2.5, rowGap: 0.5, m: 0, p: 0 }}>
      {signs.map(([word, sign]) => (
        <Box
          key={word}
          component="li"
          sx={{
            display: "inline-flex",
            alignItems: "center",
            gap: 0.75,
            fontSize: "0.75rem",
            color: "text.secondary",
          }}
        >
          <svg width="18" height="10" aria-hidden="true">
            {sign}
          </svg>
          {word}
        </Box>
      ))}
    </Box>
  );
}
