import { useTranslation } from "react-i18next";
import type { AccountAlertSeverity, AccountAlertState } from "../gql/graphql.ts";
import { alertSeverityLook, alertStateLook } from "./alertLook.ts";
import { StatusLabel } from "./StatusLabel.tsx";

export function AlertSeverityChip({ severity }: { severity: AccountAlertSeverity }) {
  const { t } = useTranslation("alerts");
  return <StatusLabel {...alertSeverityLook[severity]}>{t(`severity.${severity}`)}</StatusLabel>;
}

export function AlertStateChip(props: { state: AccountAlertState; clearing: boolean }) {
  const { t } = useTranslation("alerts");
  const clears = props.clearing && props.state !== "RESOLVED";
  return (
    <StatusLabel {...alertStateLook[props.state]}>
      {t(`state.${props.state}`)}
      {clears && ` · ${t("clearing")}`}
    </StatusLabel>
  );
}
