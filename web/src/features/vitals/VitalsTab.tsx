import HeartIcon from "@mui/icons-material/MonitorHeartOutlined";
import { Box, Button, Skeleton, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { marksOf } from "./chartMarks.ts";
import { ChartLegend } from "./ChartLegend.tsx";
import { News2Panel } from "./News2Panel.tsx";
import { RecordVitalsDialog } from "./RecordVitalsDialog.tsx";
import { useVitals } from "./useVitals.ts";
import { VitalPanel } from "./VitalPanel.tsx";
import { VitalsBar } from "./VitalsBar.tsx";
import { VitalsTable } from "./VitalsTable.tsx";
import { chartGroups } from "./vitalSeries.ts";
import { vitalsState } from "./vitalsState.ts";

interface VitalsTabProps {
  patient: { id: string; consent: string; status: string };
}

/** What was measured of a patient: charts that go on as values come in, or a table; and values entered by hand. */
export function VitalsTab({ patient }: VitalsTabProps) {
  // Another patient begins anew: no live value of one may be drawn among those of the next.
  return <Vitals key={patient.id} patient={patient} />;
}

function Vitals({ patient }: VitalsTabProps) {
  const { t } = useTranslation("vitals");
  const can = useCan();
  const [state, change] = useUrlState(vitalsState);
  const [isRecording, setRecording] = useState(false);
  const shown = useVitals({
    patientId: patient.id,
    span: state.span,
    from: state.from,
    to: state.to,
    withAlerts: can("health-alert:read"),
  });
  const { vitals, chart, range, alerts, live } = shown;
  const error = seriousError(shown.error);
  const canRecord = can("vital-sign:write") && patient.consent === "GRANTED" && patient.status === "ACTIVE";
  const zoom = (from: number, to: number) =>
    change(
      { from: new Date(from).toISOString(), to: new Date(to).toISOString(), after: "", before: "" },
      "push",
    );

  return (
    <Box sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 2 }}>
      <VitalsBar
        state={state}
        range={range}
        onChange={change}
        onRefresh={shown.refetch}
        action={
          canRecord && (
            <Button variant="contained" onClick={() => setRecording(true)}>
              {t("record.action")}
            </Button>
          )
        }
      />
      {error !== undefined && <ErrorNotice error={error} onRetry={shown.refetch} />}
      {!vitals && error === undefined && <Loading />}
      {vitals?.latest.length === 0 && (
        <EmptyState icon={<HeartIcon />} title={t("empty.title")}>
          {t("empty.text")}
        </EmptyState>
      )}
      {vitals && vitals.latest.length > 0 && state.view === "table" && (
        <VitalsTable
          patientId={patient.id}
          range={range}
          state={state}
          onChange={change}
          onRetracted={shown.refetch}
          newest={vitals.lastReadingAt ?? ""}
        />
      )}
      {vitals && vitals.latest.length > 0 && state.view === "charts" && (
        <>
          {chart ? (
            <Box
              aria-busy={shown.isChartOld}
              sx={{
                display: "grid",
                gap: 2,
                gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "repeat(2, minmax(0,1fr))" },
                opacity: shown.isChartOld ? 0.6 : 1,
              }}
            >
              <Box sx={{ gridColumn: "1 / -1" }}>
                <News2Panel vitals={vitals} chart={chart} span={range} marks={marksOf(alerts, ["news2"])} />
              </Box>
              {chartGroups.map((group) => {
                const series = group.codes.flatMap((code) =>
                  chart.series.filter((each) => each.code === code),
                );
                return series.length === 0 ? null : (
                  <VitalPanel
                    key={group.key}
                    group={group}
                    series={series}
                    live={live}
                    span={range}
                    marks={marksOf(alerts, group.codes)}
                    onZoom={zoom}
                  />
                );
              })}
            </Box>
          ) : (
            error === undefined && <Loading />
          )}
          <ChartLegend />
          <Typography variant="caption" color="textSecondary">
            {t("notDiagnosis")} {t("zoomHint")}
          </Typography>
        </>
      )}
      {isRecording && shown.kinds && (
        <RecordVitalsDialog
          patientId={patient.id}
          kinds={shown.kinds}
          onClose={() => setRecording(false)}
          onRecorded={shown.refetch}
        />
      )}
    </Box>
  );
}

function Loading() {
  return (
    <Box
      aria-busy="true"
      sx={{
        display: "grid",
        gap: 2,
        gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "repeat(2, minmax(0,1fr))" },
      }}
    >
      {Array.from({ length: 4 }, (_, nth) => (
        <Skeleton key={nth} variant="rounded" height={240} />
      ))}
    </Box>
  );
}
