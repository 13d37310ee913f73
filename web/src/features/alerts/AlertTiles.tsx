import { Box, ButtonBase, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { alertCount } from "../../alerts/counts.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { type AlertCount } from "../../live/AlertContext.tsx";
import { alertSeverityLook, alertStateLook } from "../../status/alertLook.ts";
import type { StatusLook } from "../../status/StatusLabel.tsx";
import { solid } from "../../theme/tones.ts";
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
        <Tile
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

interface TileProps {
  look: StatusLook;
  label: string;
  note: string;
  count: number;
  pressed: boolean;
  onClick: () => void;
}

function Tile({ look: { tone, icon: Icon }, label, note, count, pressed, onClick }: TileProps) {
  const formats = useFormats();
  return (
    <ButtonBase
      aria-pressed={pressed}
      onClick={onClick}
      sx={{
        display: "flex",
        justifyContent: "flex-start",
        alignItems: "flex-start",
        gap: 1.25,
        p: 1.5,
        border: 1,
        borderRadius: 1,
        borderColor: pressed ? "primary.main" : "divider",
        bgcolor: "background.paper",
        textAlign: "left",
        minWidth: 0,
        "&:hover": { borderColor: pressed ? "primary.main" : "var(--field-edge)" },
      }}
    >
      <Icon
        aria-hidden="true"
        sx={{ fontSize: 20, mt: 0.25, color: count > 0 ? solid(tone) : "text.disabled" }}
      />
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2" color="textSecondary" noWrap component="div">
          {label}
        </Typography>
        <Typography component="div" sx={{ fontSize: "1.375rem", fontWeight: 600, lineHeight: 1.25 }}>
          {formats.number(count)}
        </Typography>
        <Typography variant="caption" color="textSecondary" component="div" noWrap>
          {note}
        </Typography>
      </Box>
    </ButtonBase>
  );
}
