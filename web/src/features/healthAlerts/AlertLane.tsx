import { Box, Button, Checkbox, Paper, Typography, keyframes } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { HealthAlertCard } from "../../healthAlerts/HealthAlertCard.tsx";
import type { HealthAlertRow } from "../../healthAlerts/healthAlertQueries.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { alertSeverityLook } from "../../status/alertLook.ts";
import { solid } from "../../theme/tones.ts";
import type { Lane } from "./useBoardAlerts.ts";

interface AlertLaneProps {
  lane: Lane;
  count: number;
  mayAct: boolean;
  selected: readonly string[];
  onSelect: (id: string) => void;
  onAcknowledge: (alert: HealthAlertRow) => void;
}

const arrives = keyframes({ from: { opacity: 0, transform: "translateY(-8px)" } });

/** The alerts of one severity. While a pointer rests on it nothing moves: what is new waits behind a button. */
export function AlertLane({ lane, count, mayAct, selected, onSelect, onAcknowledge }: AlertLaneProps) {
  const { t } = useTranslation("healthAlerts");
  const formats = useFormats();
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const { severity, alerts, isCut } = lane;
  const { tone, icon: Icon } = alertSeverityLook[severity];
  const now = new Map(alerts.map((alert) => [alert.id, alert]));
  const shown = held ? held.flatMap((id) => now.get(id) ?? []) : alerts;
  const waiting = alerts.length - shown.length;
  const hold = () => setHeld(alerts.map(({ id }) => id));
  return (
    <Paper
      variant="outlined"
      component="section"
      aria-label={t(`severity.${severity}`)}
      onPointerEnter={({ pointerType }) => pointerType === "mouse" && hold()}
      onPointerLeave={() => setHeld(null)}
      sx={{
        display: "flex",
        flexDirection: "column",
        minWidth: 0,
        minHeight: 0,
        borderTop: `3px solid ${solid(tone)}`,
        overflow: "hidden",
      }}
    >
      <Box sx={{ display: "flex", alignItems: "center", gap: 0.75, px: 1.5, py: 1 }}>
        <Icon aria-hidden="true" sx={{ fontSize: 18, color: solid(tone) }} />
        <Typography variant="h2" noWrap>
          {t(`severity.${severity}`)}
        </Typography>
        <Typography color="textSecondary" component="span">
          {formats.number(count)}
        </Typography>
        <Box sx={{ flex: 1 }} />
        {waiting > 0 && (
          <Button size="small" onClick={hold}>
            {t("waiting", { count: waiting })}
          </Button>
        )}
      </Box>
      <Box
        component="ul"
        tabIndex={0}
        aria-label={t(`severity.${severity}`)}
        sx={{ m: 0, p: 0, listStyle: "none", overflow: "auto", flex: 1, minHeight: 0 }}
      >
        {shown.map((alert) => (
          <Box
            key={alert.id}
            component="li"
            sx={{
              display: "flex",
              gap: 0.5,
              px: mayAct ? 0.5 : 1.5,
              pr: 1.5,
              py: 1,
              borderTop: 1,
              borderColor: "divider",
              opacity: alert.state === "ACTIVE" ? 1 : 0.85,
              "@media (prefers-reduced-motion: no-preference)": { animation: `${arrives} 150ms ease-out` },
            }}
          >
            {mayAct && (
              <Checkbox
                size="small"
                checked={selected.includes(alert.id)}
                onChange={() => onSelect(alert.id)}
                slotProps={{
                  input: {
                    "aria-label": t("choose", { alert: alert.text.title, patient: alert.recordNumber }),
                  },
                }}
                sx={{ alignSelf: "start", p: 0.5 }}
              />
            )}
            <Box sx={{ flex: 1, minWidth: 0 }}>
              <HealthAlertCard alert={alert} withSeverity={false}>
                {mayAct && alert.state === "ACTIVE" && (
                  <Button size="small" onClick={() => onAcknowledge(alert)}>
                    {t("acknowledge.action")}
                  </Button>
                )}
              </HealthAlertCard>
            </Box>
          </Box>
        ))}
        {shown.length === 0 && (
          <Typography component="li" variant="body2" color="textSecondary" sx={{ px: 1.5, py: 2 }}>
            {t("laneEmpty")}
          </Typography>
        )}
        {isCut && (
          <Box component="li" sx={{ p: 1.5, borderTop: 1, borderColor: "divider" }}>
            <Button
              component={Link}
              to={`/health/alerts?view=list&severities=${severity}`}
              size="small"
              color="inherit"
            >
              {t("allOfThem")}
            </Button>
          </Box>
        )}
      </Box>
    </Paper>
  );
}
