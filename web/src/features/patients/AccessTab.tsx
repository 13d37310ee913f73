import { Alert, Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { RecordTrail } from "../../audit/RecordTrail.tsx";
import type { PatientTabProps } from "./patientTabs.ts";

/** Who looked into this file, when, and at which part of it; and who changed it. */
export function AccessTab({ patient }: PatientTabProps) {
  const { t } = useTranslation("patients");
  return (
    <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
      <Alert severity="info">{t("access.text")}</Alert>
      <RecordTrail title={t("access.title")} resourceType="patient" resourceId={patient.id} />
    </Box>
  );
}
