import { Box, ButtonBase, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { SystemAlertSummaryQuery } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { alertSeverityLook, alertStateLook } from "../../status/alertLook.ts";
import { solid } from "../../theme/tones.ts";
import { severities } from "./boardState.ts";
import type { BoardState } from "./boardState.ts";

export type Counts = SystemAlertSummaryQuery["systemAlertSummary"]["counts"];
type Choice = Pick<BoardState, "show" | "severities">;

export function countOf(counts: Counts, state: string, severity?: string): number {
  return counts
    .filter((each) => each.state === state && (severity === undefined || each.severity === severity))
    .reduce((sum, { count }) => sum + count, 0);
}

/** How many there are of what, live; each is a filter of the list below. */
export function SummaryTiles(props: {
  counts: Counts;
  state: BoardState;
  onChoose: (choice: Choice) => void;
}) {
  const { counts, state, onChoose } = props;
  const { t } = useTranslation("alerting");
  const formats = useFormats();
  const tiles = [
    ...severities.map((severity) => ({
      key: severity,
      label: t(`severity.${severity}`),
      note: t("state.FIRING"),
      look: alertSeverityLook[severity],
      count: countOf(counts, "FIRING", severity),
      choice: { show: "FIRING", severities: [severity] } as const,
    })),
    ...(["ACKNOWLEDGED", "RESOLVED"] as const).map((each) => ({
      key: each,
      label: t(`state.${each}`),
      note: each === "RESOLVED" ? t("wall.resolved") : "",
      look: alertStateLook[each],
      count: countOf(counts, each),
      choice: { show: each, severities: [] } as const,
    })),
  ];
  return (
    <Box
      sx={{
        display: "grid",
        gap: 1.5,
        mb: 2,
        gridTemplateColumns: { xs: "repeat(2, minmax(0,1fr))", md: "repeat(5, minmax(0,1fr))" },
      }}
    >
      {tiles.map(({ key, label, note, look: { tone, icon: Icon }, count, choice }) => {
        const isPressed = state.show === choice.show && state.severities.join() === choice.severities.join();
        return (
          <ButtonBase
            key={key}
            aria-pressed={isPressed}
            onClick={() => onChoose({ show: choice.show, severities: [...choice.severities] })}
            sx={{
              display: "grid",
              justifyItems: "start",
              justifyContent: "start",
              alignContent: "start",
              textAlign: "start",
              gap: 0.25,
              px: 2,
              py: 1.25,
              borderRadius: 1.5,
              border: 1,
              borderColor: isPressed ? "primary.main" : "divider",
              bgcolor: "background.paper",
            }}
          >
            <Box
              component="span"
              sx={{ display: "flex", alignItems: "center", gap: 0.75, color: "text.secondary" }}
            >
              <Icon
                aria-hidden="true"
                sx={{ fontSize: 16, color: count > 0 ? solid(tone) : "text.disabled" }}
              />
              <Typography variant="body2" component="span">
                {label}
              </Typography>
            </Box>
            <Typography component="span" sx={{ fontSize: "1.5rem", fontWeight: 600, lineHeight: 1.2 }}>
              {formats.number(count)}
            </Typography>
            <Typography variant="caption" color="textSecondary" component="span">
              {note}
            </Typography>
          </ButtonBase>
        );
      })}
    </Box>
  );
}
