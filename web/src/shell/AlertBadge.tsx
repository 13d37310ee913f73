import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { alertCount, worstOpen } from "../alerts/counts.ts";
import { healthAlertCount, worstActive } from "../healthAlerts/healthAlertCounts.ts";
import { useHealthAlertCounts } from "../healthAlerts/HealthAlertContext.tsx";
import { useFormats } from "../i18n/useFormats.ts";
import { useAlertCounts } from "../live/AlertContext.tsx";
import { alertSeverityLook } from "../status/alertLook.ts";
import { ink, solid, tint, type Tone } from "../theme/tones.ts";

const most = 999;

/** How many alerts of accounts nobody has taken on yet, in the colour of the worst. */
export function AlertBadge({ withCount }: { withCount: boolean }) {
  const counts = useAlertCounts();
  const worst = counts && worstOpen(counts);
  if (!counts || !worst) return null;
  return (
    <CountBadge
      count={alertCount(counts, "OPEN")}
      tone={alertSeverityLook[worst].tone}
      withCount={withCount}
    />
  );
}

/** The same of patients' alerts. */
export function HealthAlertBadge({ withCount }: { withCount: boolean }) {
  const counts = useHealthAlertCounts();
  const worst = counts && worstActive(counts);
  if (!counts || !worst) return null;
  return (
    <CountBadge
      count={healthAlertCount(counts, "ACTIVE")}
      tone={alertSeverityLook[worst].tone}
      withCount={withCount}
    />
  );
}

/** A number; a dot where there is no room to count. */
function CountBadge({ count, tone, withCount }: { count: number; tone: Tone; withCount: boolean }) {
  const { t } = useTranslation("shell");
  const formats = useFormats();
  const label = t("openAlerts", { count });
  if (!withCount)
    return (
      <Box
        component="span"
        role="img"
        aria-label={label}
        sx={{ width: 8, height: 8, ml: -1.5, mb: 1.5, borderRadius: 4, flexShrink: 0 }}
        style={{ backgroundColor: solid(tone) }}
      />
    );
  return (
    <Box
      component="span"
      role="img"
      aria-label={label}
      sx={{
        px: 0.75,
        minWidth: 20,
        textAlign: "center",
        borderRadius: 2,
        fontSize: "0.75rem",
        fontWeight: 600,
      }}
      style={{ backgroundColor: tint(tone), color: ink(tone) }}
    >
      {count > most ? `${formats.number(most)}+` : formats.number(count)}
    </Box>
  );
}
