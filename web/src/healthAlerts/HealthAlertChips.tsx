import { useTranslation } from "react-i18next";
import type { HealthAlertSeverity, HealthAlertState } from "../gql/graphql.ts";
import { alertSeverityLook, alertStateLook } from "../status/alertLook.ts";
import { StatusLabel, type StatusLook } from "../status/StatusLabel.tsx";

const stateLook: Readonly<Record<HealthAlertState, StatusLook>> = {
  ACTIVE: alertStateLook.OPEN,
  ACKNOWLEDGED: alertStateLook.ACKNOWLEDGED,
  RESOLVED: alertStateLook.RESOLVED,
};

export function HealthSeverityChip({ severity }: { severity: HealthAlertSeverity }) {
  const { t } = useTranslation("healthAlerts");
  return <StatusLabel {...alertSeverityLook[severity]}>{t(`severity.${severity}`)}</StatusLabel>;
}

export function HealthStateChip({ state }: { state: HealthAlertState }) {
  const { t } = useTranslation("healthAlerts");
  return <StatusLabel {...stateLook[state]}>{t(`state.${state}`)}</StatusLabel>;
}
