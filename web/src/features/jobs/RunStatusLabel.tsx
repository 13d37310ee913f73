import { useTranslation } from "react-i18next";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { type RunStatus, runLook } from "./jobLooks.ts";

export function RunStatusLabel({ status }: { status: RunStatus }) {
  const { t } = useTranslation("jobs");
  return <StatusLabel {...runLook[status]}>{t(`status.${status}`)}</StatusLabel>;
}
