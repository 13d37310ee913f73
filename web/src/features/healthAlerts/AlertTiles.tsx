import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { CountTile } from "../../alerts/CountTile.tsx";
import { healthAlertCount, healthAlertSeverities } from "../../healthAlerts/healthAlertCounts.ts";
import type { HealthAlertCount } from "../../healthAlerts/HealthAlertContext.tsx";
import { alertSeverityLook, alertStateLook } from "../../status/alertLook.ts";
import type { StatusLook } from "../../status/StatusLabel.tsx";
import type { BoardState } from "./boardState.ts";

interface AlertTilesProps {
  counts: readonly HealthAlertCount[];
  state: BoardState;
  onChoose: (choice: Choice) => void;
}

type Choice = Pick<BoardState, "show" | "severities" | "view">;

interface Tile {
  key: string;
  label: string;
  note: string;
  look: StatusLook;
  count: number;
  choice: Choice;
}

/** How many there are of what, live; each is a filter. */
export function AlertTiles({ counts, state, onChoose }: AlertTilesProps) {
  const { t } = useTranslation("healthAlerts");
  const tiles: readonly Tile[] = [
    ...healthAlertSeverities.map((severity): Tile => ({
      key: severity,
      label: t(`severity.${severity}`),
      note: t("state.ACTIVE"),
      look: alertSeverityLook[severity],
      count: healthAlertCount(counts, "ACTIVE", severity),
      choice: { show: "ACTIVE", severities: [severity], view: state.view },
    })),
    {
      key: "ACKNOWLEDGED",
      label: t("state.ACKNOWLEDGED"),
      note: t("tile.acknowledged"),
      look: alertStateLook.ACKNOWLEDGED,
      count: healthAlertCount(counts, "ACKNOWLEDGED"),
      choice: { show: "ACKNOWLEDGED", severities: [], view: state.view },
    },
    {
      key: "RESOLVED",
      label: t("state.RESOLVED"),
      note: t("tile.resolved"),
      look: alertStateLook.RESOLVED,
      count: healthAlertCount(counts, "RESOLVED"),
      choice: { show: "RESOLVED", severities: [], view: "list" },
    },
  ];
  return (
    <Box
      sx={{
        display: "grid",
        gap: 1.5,
        mb: 2,
        gridTemplateColumns: { xs: "repeat(2, minmax(0,1fr))", md: "repeat(5, minmax(0,1fr))" },
        "& > :first-of-type": { gridColumn: { xs: "1 / -1", md: "auto" } },
      }}
    >
      {tiles.map(({ key, label, note, look, count, choice }) => (
        <CountTile
          key={key}
          look={look}
          label={label}
          note={note}
          count={count}
          pressed={state.show === choice.show && state.severities.join() === choice.severities.join()}
          onClick={() => onChoose(choice)}
        />
      ))}
    </Box>
  );
}
