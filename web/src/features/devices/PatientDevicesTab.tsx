import { useQuery } from "@apollo/client/react";
import DeviceIcon from "@mui/icons-material/MonitorHeartOutlined";
import { Box, Paper, Skeleton, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Timeline, TimelineEntry } from "../../ui/Timeline.tsx";
import type { PatientTabProps } from "../patients/patientTabs.ts";
import { DeviceCard } from "./DeviceCard.tsx";
import { DeviceLink } from "./DeviceLabels.tsx";
import { patientDevicesQuery } from "./deviceQueries.ts";
import { QualityPanel } from "./QualityPanel.tsx";
import { patientQualityQuery } from "./qualityQueries.ts";
import { useLiveDevices } from "./useLiveDevices.ts";

/** What measures a patient, and what did. */
export function PatientDevicesTab({ patient }: PatientTabProps) {
  const { t } = useTranslation("devices");
  const formats = useFormats();
  const { data, error, refetch } = useQuery(patientDevicesQuery, {
    variables: { patientId: patient.id },
    fetchPolicy: "cache-and-network",
  });
  const { data: quality } = useQuery(patientQualityQuery, {
    variables: { patientId: patient.id },
    fetchPolicy: "cache-and-network",
  });
  useLiveDevices(() => void refetch(), { patientId: patient.id });
  const bindings = data?.healthDeviceBindings.nodes;
  const serious = seriousError(error);
  if (!bindings)
    return serious === undefined ? (
      <Skeleton variant="rounded" height={160} aria-busy="true" />
    ) : (
      <ErrorNotice error={serious} onRetry={() => void refetch()} />
    );
  const held = bindings.filter(({ unboundAt }) => !unboundAt);
  const former = bindings.filter(({ unboundAt }) => unboundAt);
  if (bindings.length === 0)
    return (
      <EmptyState icon={<DeviceIcon />} title={t("tab.empty")}>
        {t("tab.emptyText")}
      </EmptyState>
    );
  return (
    <Box sx={{ display: "grid", gap: 2 }}>
      <Box
        sx={{
          display: "grid",
          gap: 2,
          gridTemplateColumns: { xs: "minmax(0,1fr)", md: "1fr 1fr", lg: "1fr 1fr 1fr" },
        }}
      >
        {held.map(
          ({ id, device }) =>
            device && (
              <Paper key={id} variant="outlined" sx={{ p: 2, minWidth: 0 }}>
                <DeviceCard device={device} withPatient={false} />
              </Paper>
            ),
        )}
      </Box>
      {held.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          {t("tab.none")}
        </Typography>
      )}
      <QualityPanel days={quality?.patientDataQuality} />
      {former.length > 0 && (
        <Panel title={t("tab.former")} flush>
          <Timeline>
            {former.map(({ id, device, boundAt, unboundAt, reason }) => (
              <TimelineEntry
                key={id}
                at={boundAt}
                title={device ? <DeviceLink device={device} /> : "–"}
                actor=""
              >
                {unboundAt && t("history.until", { time: formats.dateTime(unboundAt) })}
                {reason && ` · ${reason}`}
              </TimelineEntry>
            ))}
          </Timeline>
        </Panel>
      )}
    </Box>
  );
}
