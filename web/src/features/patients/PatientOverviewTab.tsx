import { useTranslation } from "react-i18next";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import type { PatientTabProps } from "./patientTabs.ts";

/** The patient at a glance: who it is, and what is known of the past. */
export function PatientOverviewTab({ patient }: PatientTabProps) {
  const { t } = useTranslation("patients");
  return (
    <Panel title={t("overview.file")}>
      <Facts
        facts={[
          [t("fact.recordNumber"), patient.recordNumber],
          [t("fact.birthDate"), patient.birthDate],
        ]}
      />
    </Panel>
  );
}
