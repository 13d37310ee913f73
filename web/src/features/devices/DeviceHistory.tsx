import { useQuery } from "@apollo/client/react";
import { Box, Link as TextLink, Skeleton, Typography } from "@mui/material";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Timeline, TimelineEntry } from "../../ui/Timeline.tsx";
import { deviceBindingsQuery } from "./deviceQueries.ts";

/** Whose it is and was. */
export function DeviceHistory({ deviceId, round }: { deviceId: string; round: number }) {
  const { t } = useTranslation("devices");
  const formats = useFormats();
  const { data, error, refetch } = useQuery(deviceBindingsQuery, {
    variables: { id: deviceId },
    fetchPolicy: "cache-and-network",
  });
  useEffect(() => {
    if (round > 0) void refetch();
  }, [round, refetch]);
  const bindings = data?.healthDevice?.bindings.nodes;
  const serious = seriousError(error);
  return (
    <Panel title={t("history.title")} note={t("history.note")} flush>
      {serious !== undefined && <ErrorNotice error={serious} onRetry={() => void refetch()} />}
      {!bindings && serious === undefined && <Skeleton variant="rectangular" height={80} aria-busy="true" />}
      {bindings?.length === 0 && (
        <Typography variant="body2" color="textSecondary" sx={{ px: 2, py: 1.5 }}>
          {t("history.empty")}
        </Typography>
      )}
      {bindings && bindings.length > 0 && (
        <Timeline>
          {bindings.map(({ id, patientId, recordNumber, boundAt, unboundAt, reason, boundBy }) => (
            <TimelineEntry
              key={id}
              at={boundAt}
              title={
                <TextLink component={Link} to={`/health/patients/${patientId}?tab=devices`} underline="hover">
                  {recordNumber}
                </TextLink>
              }
              actor={boundBy?.displayName ?? ""}
            >
              <Box component="span">
                {unboundAt ? t("history.until", { time: formats.dateTime(unboundAt) }) : t("history.now")}
                {reason && ` · ${reason}`}
              </Box>
            </TimelineEntry>
          ))}
        </Timeline>
      )}
    </Panel>
  );
}
