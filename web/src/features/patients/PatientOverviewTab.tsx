import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { LatestVitals } from "../../vitals/LatestVitals.tsx";
import { ConsentChip, GroupChips } from "./patientCells.tsx";
import { PatientHistoryPanel } from "./PatientHistoryPanel.tsx";
import type { PatientTabProps } from "./patientTabs.ts";

/** The patient at a glance: who it is, who looks after them, and what is known of the past. */
export function PatientOverviewTab({ patient }: PatientTabProps) {
  const { t } = useTranslation("patients");
  const formats = useFormats();
  const can = useCan();
  const { identity } = patient;
  const yesNo = (value: boolean | null) => t(`form.${value === null ? "unknown" : value ? "yes" : "no"}`);
  const centimetres = (value: number | null) => (value === null ? "–" : formats.number(value, 1));
  const team = patient.careTeam?.map((member) => member?.displayName ?? t("team.unseen"));
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "repeat(2, minmax(0,1fr))" },
        alignItems: "start",
      }}
    >
      {can("vital-sign:read") && (
        <Box sx={{ gridColumn: "1 / -1" }}>
          <LatestVitals patientId={patient.id} newest={patient.lastReadingAt} />
        </Box>
      )}
      <Panel title={t("overview.person")}>
        <Facts
          facts={[
            [t("column.recordNumber"), <code key="number">{patient.recordNumber}</code>],
            [t("fact.birthDate"), formats.date(`${patient.birthDate}T12:00:00Z`)],
            [t("fact.idNumber"), identity.idNumber ?? "–"],
            [t("column.phone"), identity.phone ?? "–"],
            [t("fact.address"), identity.address ?? "–"],
            [
              t("fact.contacts"),
              identity.contacts.length === 0
                ? "–"
                : identity.contacts.map(({ name, relation, phone }) => (
                    <Typography key={name} component="div" variant="body1">
                      {[name, relation, phone].filter(Boolean).join(" · ")}
                    </Typography>
                  )),
            ],
            [
              t("column.groups"),
              patient.groups.length === 0 ? "–" : <GroupChips key="g" groups={patient.groups} />,
            ],
          ]}
        />
      </Panel>
      <Panel title={t("overview.care")}>
        <Facts
          facts={[
            ...(can("user:read")
              ? [
                  [t("fact.clinician"), patient.clinician?.displayName ?? "–"] as const,
                  [t("fact.careTeam"), team && team.length > 0 ? team.join(", ") : "–"] as const,
                ]
              : [[t("fact.careTeam"), t("team.size", { count: patient.careTeamUserIds.length })] as const]),
            [t("column.department"), patient.department ?? "–"],
            [
              t("column.consent"),
              <Box
                key="consent"
                component="span"
                sx={{ display: "inline-flex", gap: 1, alignItems: "center" }}
              >
                <ConsentChip consent={patient.consent} />
                {patient.consentAt && <Time at={patient.consentAt} />}
              </Box>,
            ],
            [t("column.lastReading"), patient.lastReadingAt ? <TimeAgo at={patient.lastReadingAt} /> : "–"],
            [t("column.created"), <Time key="created" at={patient.createdAt} />],
          ]}
        />
      </Panel>
      <PatientHistoryPanel history={patient.history} />
      <Panel title={t("overview.risk")}>
        <Facts
          facts={[
            [t("fact.heightCm"), centimetres(patient.heightCm)],
            [t("fact.waistCm"), centimetres(patient.waistCm)],
            [t("fact.isSmoker"), yesNo(patient.isSmoker)],
            [t("fact.hasDiabetes"), yesNo(patient.hasDiabetes)],
            [t("fact.hasTreatedHypertension"), yesNo(patient.hasTreatedHypertension)],
            [t("fact.hasFamilyHistory"), yesNo(patient.hasFamilyHistory)],
            ...(patient.isPregnant ? [[t("fact.isPregnant"), yesNo(true)] as const] : []),
            [t("fact.spo2Scale"), t(`scale.${patient.spo2Scale === 2 ? "2" : "1"}`)],
          ]}
        />
      </Panel>
    </Box>
  );
}
