import { Box, Link as MuiLink, Typography } from "@mui/material";
import { Link } from "react-router";
import { TimeAgo } from "../../ui/Time.tsx";
import { News2Badge } from "../vitals/News2Badge.tsx";
import { ConsentChip, GroupChips, StandingChip, useSexAndAge } from "./patientCells.tsx";
import type { PatientRowData } from "./patientListQuery.ts";

/** A patient of the list on a phone. */
export function PatientCard({ patient }: { patient: PatientRowData }) {
  const sexAndAge = useSexAndAge();
  const { news2, news2Risk } = patient;
  return (
    <MuiLink
      component={Link}
      to={`/health/patients/${patient.id}`}
      underline="none"
      sx={{ display: "grid", gap: 0.75, color: "text.primary" }}
    >
      <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
        <Typography variant="h3" component="div" noWrap sx={{ flex: 1, minWidth: 0 }}>
          {patient.name}
        </Typography>
        {news2 !== null && news2Risk && <News2Badge score={news2} risk={news2Risk} />}
      </Box>
      <Typography variant="caption" color="textSecondary">
        {patient.recordNumber} · {sexAndAge(patient)}
        {patient.lastReadingAt && (
          <>
            {" · "}
            <TimeAgo at={patient.lastReadingAt} />
          </>
        )}
      </Typography>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.75, alignItems: "center" }}>
        {patient.consent !== "GRANTED" && <ConsentChip consent={patient.consent} />}
        <StandingChip status={patient.status} archivedAt={patient.archivedAt} />
        <GroupChips groups={patient.groups} />
      </Box>
    </MuiLink>
  );
}
