import { ToggleButton, ToggleButtonGroup } from "@mui/material";
import { useTranslation } from "react-i18next";

const ranges = ["6", "24", "72", "168"] as const;
export type Range = (typeof ranges)[number];

/** The time range of the page, picked once for all of its charts. */
export function RangePicker({ value, onChange }: { value: Range; onChange: (value: Range) => void }) {
  const { t } = useTranslation("overview");
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={value}
      aria-label={t("range")}
      onChange={(_, next: Range | null) => {
        if (next) onChange(next);
      }}
    >
      {ranges.map((range) => (
        <ToggleButton key={range} value={range} sx={{ px: 1.5, py: 0.25, textTransform: "none" }}>
          {t(`ranges.${range}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
