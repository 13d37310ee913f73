import FlappingIcon from "@mui/icons-material/SwapVertRounded";
import SilencedIcon from "@mui/icons-material/NotificationsOffOutlined";
import StaleIcon from "@mui/icons-material/SensorsOffRounded";
import ToldIcon from "@mui/icons-material/MarkEmailReadOutlined";
import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { SystemAlertSeverity, SystemAlertState } from "../gql/graphql.ts";
import { useFormats } from "../i18n/useFormats.ts";
import { alertSeverityLook, alertStateLook } from "../status/alertLook.ts";
import { StatusLabel } from "../status/StatusLabel.tsx";
import type { SystemAlertRow } from "./alertFragment.ts";

export function SeverityLabel({ severity }: { severity: SystemAlertSeverity }) {
  const { t } = useTranslation("alerting");
  return <StatusLabel {...alertSeverityLook[severity]}>{t(`severity.${severity}`)}</StatusLabel>;
}

const lookOf = {
  FIRING: alertStateLook.OPEN,
  ACKNOWLEDGED: alertStateLook.ACKNOWLEDGED,
  RESOLVED: alertStateLook.RESOLVED,
};

export function StateLabel({ state }: { state: SystemAlertState }) {
  const { t } = useTranslation("alerting");
  return <StatusLabel {...lookOf[state]}>{t(`state.${state}`)}</StatusLabel>;
}

/** Why people are not told of an alert, in a sentence. */
export function useSuppressionText(): (alert: Pick<SystemAlertRow, "suppression">) => string | null {
  const { t } = useTranslation("alerting");
  const formats = useFormats();
  return ({ suppression }) => {
    if (!suppression) return null;
    const { kind, until, comment, byName } = suppression;
    return t(`suppressionText.${kind}`, {
      until: until === null ? "" : formats.dateTime(until),
      comment: comment ?? "",
      by: byName ?? "",
      interpolation: { escapeValue: false },
    });
  };
}

/** Whether people are told of it, and if not, why: shortly, and in full on hover and for readers of the screen. */
export function ToldLabel({ alert }: { alert: SystemAlertRow }) {
  const { t } = useTranslation("alerting");
  const why = useSuppressionText()(alert);
  if (alert.suppression)
    return (
      <span title={why ?? ""}>
        <StatusLabel tone="neutral" icon={SilencedIcon}>
          {t(`suppression.${alert.suppression.kind}`)}
        </StatusLabel>
        <span className="visually-hidden">{why}</span>
      </span>
    );
  if (!alert.notifiedAt) return <span>{t("untold")}</span>;
  return (
    <StatusLabel tone="progress" icon={ToldIcon}>
      {t("told")}
    </StatusLabel>
  );
}

/** What else must be known to read its value. */
export function ConditionLabels({
  alert,
}: {
  alert: Pick<SystemAlertRow, "isFlapping" | "staleSince" | "state">;
}) {
  const { t } = useTranslation("alerting");
  const formats = useFormats();
  if (alert.state === "RESOLVED" || (!alert.isFlapping && !alert.staleSince)) return null;
  return (
    <Box component="span" sx={{ display: "inline-flex", gap: 0.5 }}>
      {alert.isFlapping && (
        <StatusLabel tone="attention" icon={FlappingIcon}>
          {t("flapping")}
        </StatusLabel>
      )}
      {alert.staleSince && (
        <StatusLabel tone="neutral" icon={StaleIcon}>
          {t("stale", { time: formats.dateTime(alert.staleSince) })}
        </StatusLabel>
      )}
    </Box>
  );
}
