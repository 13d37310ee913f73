import RemoveIcon from "@mui/icons-material/RemoveCircleOutlineRounded";
import { Box, IconButton } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";

export const matcherOperators = ["EQUAL", "NOT_EQUAL", "MATCHES", "NOT_MATCHES"] as const;

export const matcherShape = z.object({
  label: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(100, "tooLong")),
  operator: z.enum(matcherOperators),
  value: z.string().check(z.trim(), z.maxLength(200, "tooLong")),
});

export const mostMatchers = 10;

/** Label, comparison and value side by side; below each other on a phone. */
export function MatcherRow({ onRemove, children }: { onRemove: (() => void) | null; children: ReactNode }) {
  const { t } = useTranslation("alerting");
  return (
    <Box
      sx={{
        display: "grid",
        gap: 1,
        alignItems: "start",
        gridTemplateColumns: { xs: "minmax(0,1fr) auto", sm: "minmax(0,1fr) 180px minmax(0,1.4fr) auto" },
        "& > :nth-of-type(2), & > :nth-of-type(3)": { gridColumn: { xs: "1", sm: "auto" } },
      }}
    >
      {children}
      <IconButton aria-label={t("silence.remove")} disabled={!onRemove} onClick={() => onRemove?.()}>
        <RemoveIcon fontSize="small" />
      </IconButton>
    </Box>
  );
}
