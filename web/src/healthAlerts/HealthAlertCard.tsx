import { Box, Link as MuiLink, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { alertSeverityLook } from "../status/alertLook.ts";
import { ink, solid } from "../theme/tones.ts";
import { Lasting, Time } from "../ui/Time.tsx";
import { useNow } from "../ui/useNow.ts";
import { useFormats } from "../i18n/useFormats.ts";
import type { HealthAlertRow } from "./healthAlertQueries.ts";
import { HealthSeverityChip, HealthStateChip } from "./HealthAlertChips.tsx";
import { useAlertValue } from "./useAlertValue.ts";

interface HealthAlertCardProps {
  alert: HealthAlertRow;
  /** Where the list is of one patient, the name would be said again on every line. */
  withPatient?: boolean;
  /** Where a column says how bad it is already. */
  withSeverity?: boolean;
  children?: ReactNode;
}

/** An alert at a glance: whose, what, how it is now, and who looks after it. */
export function HealthAlertCard(props: HealthAlertCardProps) {
  const { alert, withPatient = true, withSeverity = true, children } = props;
  const { t } = useTranslation("healthAlerts");
  const written = useAlertValue();
  const { cause, patient, state } = alert;
  const looker = alert.assignedTo ?? alert.acknowledgedBy;
  const { tone } = alertSeverityLook[alert.severity];
  const isPastWorst = cause.worst !== null && cause.worst !== cause.value;
  const bounds = [
    written.limit(cause) && t("limit", { limit: written.limit(cause) }),
    isPastWorst && cause.worst !== null && t("worst", { value: written.value(cause, cause.worst) }),
  ]
    .filter(Boolean)
    .join(" · ");
  const since = (
    <Typography variant="caption" color="textSecondary" component="span" sx={{ flexShrink: 0 }}>
      {alert.resolvedAt ? <Time at={alert.resolvedAt} /> : <Lasting since={alert.causedAt} />}
    </Typography>
  );
  return (
    <Box sx={{ display: "grid", gap: 0.5, minWidth: 0 }}>
      {withPatient && (
        <Box sx={{ display: "flex", alignItems: "baseline", gap: 1, minWidth: 0 }}>
          <MuiLink
            component={Link}
            to={`/health/patients/${alert.patientId}?tab=alerts`}
            noWrap
            sx={{ fontWeight: 560, color: "text.primary", minWidth: 0 }}
          >
            {patient?.name ?? alert.recordNumber}
          </MuiLink>
          {patient && (
            <Typography variant="caption" color="textSecondary" noWrap>
              {alert.recordNumber}
            </Typography>
          )}
          <Box sx={{ flex: 1 }} />
          {since}
        </Box>
      )}
      <Box sx={{ display: "flex", alignItems: "baseline", gap: 1, minWidth: 0 }}>
        <MuiLink
          component={Link}
          to={`/health/alerts/${alert.id}`}
          title={alert.text.summary}
          sx={{ color: "text.primary", minWidth: 0, flex: 1 }}
        >
          {alert.text.title}
        </MuiLink>
        {cause.value !== null && (
          <Box
            component="span"
            sx={{ fontSize: "1.0625rem", fontWeight: 640, whiteSpace: "nowrap" }}
            style={{ color: state === "RESOLVED" ? undefined : ink(tone) }}
          >
            {written.value(cause, cause.value)}
          </Box>
        )}
      </Box>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, minHeight: 24 }}>
        <Box
          sx={{ flex: 1, minWidth: 0, display: "flex", alignItems: "center", gap: 0.75, flexWrap: "wrap" }}
        >
          {withSeverity && <HealthSeverityChip severity={alert.severity} />}
          {(withSeverity || state !== "ACTIVE") && <HealthStateChip state={state} />}
          <Typography variant="caption" color="textSecondary" noWrap component="span">
            {looker?.displayName ?? bounds}
          </Typography>
          {state === "ACTIVE" && alert.escalateAt && <NextCall at={alert.escalateAt} />}
          {!withPatient && since}
        </Box>
        {children}
      </Box>
    </Box>
  );
}

/** When more people are called, unless somebody takes it on. */
function NextCall({ at }: { at: string }) {
  const { t } = useTranslation("healthAlerts");
  const formats = useFormats();
  const left = Date.parse(at) - useNow();
  return (
    <Typography
      variant="caption"
      component="span"
      noWrap
      sx={{ color: "text.secondary", borderLeft: `2px solid ${solid("attention")}`, pl: 0.75 }}
    >
      {left > 0 ? t("calls", { time: formats.duration(left) }) : t("callsNow")}
    </Typography>
  );
}
