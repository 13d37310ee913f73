import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { CountTile } from "../../alerts/CountTile.tsx";
import { alertCount } from "../../alerts/counts.ts";
import { type AlertCount } from "../../live/AlertContext.tsx";
import { alertSeverityLook, alertStateLook } from "../../status/alertLook.ts";
import type { BoardState } from "./alertState.ts";

interface AlertTilesProps {
  counts: readonly AlertCount[];
  state: BoardState;
  onChoose: (filter: Pick<BoardState, "show" | "severities">) => void;
}

/** How many there are of what, live; each is a filter of the list below. */
export function AlertTiles({ counts, state, onChoose }: AlertTilesProps) {
  const { t } = useTranslation("alerts");
  const tiles = [
    {
      key: "critical",
      look: alertSeverityLook.CRITICAL,
      count: alertCount(counts, "OPEN", "CRITICAL"),
      note: t("tile.severityNote"),
      filter: { show: "open", severities: ["CRITICAL"] },
    },
    {
      key: "warning",
      look: alertSeverityLook.WARNING,
      count: alertCount(counts, "OPEN", "WARNING"),
      note: t("tile.severityNote"),
      filter: { show: "open", severities: ["WARNING"] },
    },
    {
      key: "info",
      look: alertSeverityLook.INFO,
      count: alertCount(counts, "OPEN", "INFO"),
      note: t("tile.severityNote"),
      filter: { show: "open", severities: ["INFO"] },
    },
    {
      key: "acknowledged",
      look: alertStateLook.ACKNOWLEDGED,
      count: alertCount(counts, "ACKNOWLEDGED"),
      note: t("tile.acknowledgedNote"),
      filter: { show: "acknowledged", severities: [] },
    },
    {
      key: "resolved",
      look: alertStateLook.RESOLVED,
      count: alertCount(counts, "RESOLVED"),
      note: t("tile.resolvedNote"),
      filter: { show: "resolved", severities: [] },
    },
  ] as const;
  return (
    <Box
      sx={{
        display: "grid",
        gap: 1.5,
        mb: 2,
        gridTemplateColumns: { xs: "repeat(2, minmax(0,1fr))", md: "repeat(5, minmax(0,1fr))" },
      }}
    >
      {tiles.map(({ key, look, count, note, filter }) => (
        <CountTile
          key={key}
          look={look}
          label={t(`tile.${key}`)}
          note={note}
          count={count}
          pressed={
            state.show === filter.show &&
            state.severities.length === filter.severities.length &&
            filter.severities.every((severity) => state.severities.includes(severity))
          }
          onClick={() => onChoose(filter)}
        />
      ))}
    </Box>
  );
}
