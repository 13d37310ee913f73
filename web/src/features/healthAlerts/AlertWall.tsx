import ExitIcon from "@mui/icons-material/CloseFullscreenRounded";
import { Box, Dialog, IconButton, Tooltip, Typography } from "@mui/material";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { HealthStateChip } from "../../healthAlerts/HealthAlertChips.tsx";
import { healthAlertCount } from "../../healthAlerts/healthAlertCounts.ts";
import { useHealthAlertCounts } from "../../healthAlerts/HealthAlertContext.tsx";
import { useAlertValue } from "../../healthAlerts/useAlertValue.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { LiveIndicator } from "../../shell/LiveIndicator.tsx";
import { alertSeverityLook } from "../../status/alertLook.ts";
import { ink, solid } from "../../theme/tones.ts";
import { Lasting } from "../../ui/Time.tsx";
import { useNow } from "../../ui/useNow.ts";
import { useBoardAlerts } from "./useBoardAlerts.ts";

/** So many fit on a screen that is read from across the room. */
const perLane = 8;

/** For a screen on a ward's wall: record numbers only, for everybody who passes by can read it. */
export function AlertWall({ onExit }: { onExit: () => void }) {
  const { t } = useTranslation("healthAlerts");
  const formats = useFormats();
  const written = useAlertValue();
  const now = useNow("second");
  const frame = useRef<HTMLDivElement>(null);
  const counts = useHealthAlertCounts();
  const { lanes } = useBoardAlerts(useMemo(() => ({ states: ["ACTIVE", "ACKNOWLEDGED"] }), []));
  useEffect(() => {
    // Refused where a person's own act did not open it; it fills the window all the same.
    void frame.current?.requestFullscreen?.().catch(() => undefined);
    return () => {
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    };
  }, []);
  return (
    <Dialog
      fullScreen
      open
      onClose={onExit}
      aria-label={t("wall.title")}
      slotProps={{ paper: { ref: frame } }}
    >
      <Box
        sx={{
          flex: 1,
          minHeight: 0,
          p: { xs: 2, md: 3 },
          display: "grid",
          gap: 2,
          gridTemplateRows: "auto 1fr",
          bgcolor: "background.default",
        }}
      >
        <Box sx={{ display: "flex", alignItems: "center", gap: 2, flexWrap: "wrap" }}>
          <Typography component="h2" sx={{ fontSize: { xs: "1.25rem", md: "1.75rem" }, fontWeight: 600 }}>
            {t("wall.title")}
          </Typography>
          <Box sx={{ flex: 1 }} />
          <LiveIndicator />
          <Typography
            component="time"
            sx={{ fontSize: { xs: "1.25rem", md: "1.75rem" }, fontVariantNumeric: "tabular-nums" }}
          >
            {formats.time(now)}
          </Typography>
          <Tooltip title={t("wall.exit")}>
            <IconButton aria-label={t("wall.exit")} onClick={onExit}>
              <ExitIcon />
            </IconButton>
          </Tooltip>
        </Box>
        <Box
          sx={{
            display: "grid",
            gap: 2,
            minHeight: 0,
            gridTemplateColumns: { xs: "minmax(0,1fr)", md: "1.4fr 1fr 1fr" },
          }}
        >
          {lanes?.map(({ severity, alerts }) => {
            const { tone } = alertSeverityLook[severity];
            return (
              <Box
                key={severity}
                component="section"
                aria-label={t(`severity.${severity}`)}
                sx={{
                  p: 2,
                  borderRadius: 2,
                  bgcolor: "background.paper",
                  borderTop: `6px solid ${solid(tone)}`,
                  overflow: "hidden",
                }}
              >
                <Box sx={{ display: "flex", alignItems: "baseline", gap: 1.5, mb: 1 }}>
                  <Typography sx={{ fontSize: "1.25rem" }} color="textSecondary">
                    {t(`severity.${severity}`)}
                  </Typography>
                  <Typography
                    sx={{ fontSize: "2.5rem", fontWeight: 650, lineHeight: 1 }}
                    style={{ color: alerts.length > 0 ? ink(tone) : undefined }}
                  >
                    {formats.number(counts ? healthAlertCount(counts, "ACTIVE", severity) : alerts.length)}
                  </Typography>
                </Box>
                {alerts.slice(0, perLane).map((alert) => (
                  <Box
                    key={alert.id}
                    sx={{
                      display: "grid",
                      gridTemplateColumns: "minmax(0,1fr) auto",
                      columnGap: 2,
                      py: 1,
                      borderTop: 1,
                      borderColor: "divider",
                    }}
                  >
                    <Box sx={{ display: "flex", alignItems: "center", gap: 1, minWidth: 0 }}>
                      <Typography noWrap sx={{ fontSize: "1.25rem", fontWeight: 600 }}>
                        {alert.recordNumber}
                      </Typography>
                      {alert.state === "ACKNOWLEDGED" && <HealthStateChip state={alert.state} />}
                    </Box>
                    <Typography sx={{ fontSize: "1.25rem", fontWeight: 600, textAlign: "end" }}>
                      {alert.cause.value !== null && written.value(alert.cause, alert.cause.value)}
                    </Typography>
                    <Typography noWrap color="textSecondary">
                      {alert.text.title}
                    </Typography>
                    <Typography color="textSecondary" sx={{ textAlign: "end" }}>
                      <Lasting since={alert.causedAt} />
                    </Typography>
                  </Box>
                ))}
                {alerts.length === 0 && <Typography color="textSecondary">{t("laneEmpty")}</Typography>}
              </Box>
            );
          })}
        </Box>
      </Box>
    </Dialog>
  );
}
