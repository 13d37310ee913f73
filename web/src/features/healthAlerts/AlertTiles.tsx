import { Box, ButtonBase, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { healthAlertCount, healthAlertSeverities } from "../../healthAlerts/healthAlertCounts.ts";
import type { HealthAlertCount } from "../../healthAlerts/HealthAlertContext.tsx";
import { useFormats } from "../../i18n/useFormats.ts";
import { alertSeverityLook, alertStateLook } from "../../status/alertLook.ts";
import type { StatusLook } from "../../status/StatusLabel.tsx";
import { solid } from "../../theme/tones.ts";
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
  const formats = useFormats();
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
      {tiles.map(({ key, label, note, look: { tone, icon: Icon }, count, choice }) => {
        const isPressed = state.show === choice.show && state.severities.join() === choice.severities.join();
        return (
          <ButtonBase
            key={key}
            aria-pressed={isPressed}
            onClick={() => onChoose(choice)}
            sx={{
              display: "flex",
              justifyContent: "flex-start",
              alignItems: "flex-start",
              gap: 1.25,
              p: 1.5,
              border: 1,
              borderRadius: 1,
              borderColor: isPressed ? "primary.main" : "divider",
              bgcolor: "background.paper",
              textAlign: "left",
              minWidth: 0,
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
      })}
    </Box>
  );
}
