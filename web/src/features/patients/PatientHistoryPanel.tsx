import AllergyIcon from "@mui/icons-material/WarningAmberRounded";
import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import type { PatientData } from "./patientQuery.ts";

/** What is known of the patient's past; allergies stand out, for somebody may act on them in a hurry. */
export function PatientHistoryPanel({ history }: { history: PatientData["history"] }) {
  const { t } = useTranslation("patients");
  const lines = (all: readonly string[]) =>
    all.length === 0
      ? t("none")
      : all.map((line) => (
          <Typography key={line} component="div" variant="body1">
            {line}
          </Typography>
        ));
  const allergies = history.allergies.map(({ substance, reaction, severity }) =>
    [substance, reaction, severity && t(`severity.${severity}`)].filter(Boolean).join(" · "),
  );
  return (
    <Panel title={t("overview.history")}>
      <Facts
        facts={[
          [
            t("fact.allergies"),
            allergies.length === 0 ? (
              t("none")
            ) : (
              <Box key="allergies" sx={{ display: "flex", flexWrap: "wrap", gap: 0.75 }}>
                {allergies.map((allergy) => (
                  <StatusLabel key={allergy} tone="negative" icon={AllergyIcon}>
                    {allergy}
                  </StatusLabel>
                ))}
              </Box>
            ),
          ],
          [t("fact.conditions"), lines(history.conditions.map(({ name, since }) => joined(name, since)))],
          [t("fact.medications"), lines(history.medications.map(({ name, dosage }) => joined(name, dosage)))],
          [
            t("fact.notes"),
            <Typography key="notes" component="div" variant="body1" sx={{ whiteSpace: "pre-wrap" }}>
              {history.notes ?? t("none")}
            </Typography>,
          ],
        ]}
      />
    </Panel>
  );
}

function joined(first: string, second: string | null): string {
  return second === null ? first : `${first} · ${second}`;
}
