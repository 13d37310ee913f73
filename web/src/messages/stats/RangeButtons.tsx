import { ToggleButton, ToggleButtonGroup } from "@mui/material";
import { useTranslation } from "react-i18next";
import { type Range, ranges } from "./statsQuery.ts";

/** The time of the page, picked once for all of its charts. */
export function RangeButtons({ value, onChange }: { value: Range; onChange: (range: Range) => void }) {
  const { t } = useTranslation("messages");
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={value}
      aria-label={t("stats.range")}
      onChange={(_, next: Range | null) => {
        if (next) onChange(next);
      }}
    >
      {ranges.map((range) => (
        <ToggleButton key={range} value={range} sx={{ px: 1.5, py: 0.25, textTransform: "none" }}>
          {t(`stats.ranges.${range}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
