import { Box, ButtonBase } from "@mui/material";
import type { Line } from "./metricSeries.ts";

interface LegendProps {
  lines: readonly Line[];
  hidden: ReadonlySet<string>;
  onToggle: (key: string) => void;
  label: string;
}

/** Names beside their colours; each shows and hides its line. */
export function Legend({ lines, hidden, onToggle, label }: LegendProps) {
  return (
    <Box
      role="group"
      aria-label={label}
      sx={{ display: "flex", flexWrap: "wrap", columnGap: 1, maxHeight: 96, overflow: "auto" }}
    >
      {lines.map(({ key, name, colour, isEarlier }) => {
        const isShown = !hidden.has(key);
        return (
          <ButtonBase
            key={key}
            aria-pressed={isShown}
            onClick={() => onToggle(key)}
            sx={{
              gap: 0.75,
              px: 0.75,
              minHeight: 24,
              borderRadius: 1,
              fontSize: "0.75rem",
              ...(isShown ? {} : { textDecoration: "line-through", color: "text.secondary" }),
              "&:hover": { bgcolor: "action.hover" },
            }}
          >
            <svg width="16" height="6" aria-hidden="true">
              <line
                x1="0"
                x2="16"
                y1="3"
                y2="3"
                stroke={isShown ? colour : "currentColor"}
                strokeWidth="3"
                {...(isEarlier ? { strokeDasharray: "4 3" } : {})}
              />
            </svg>
            {name}
          </ButtonBase>
        );
      })}
    </Box>
  );
}
