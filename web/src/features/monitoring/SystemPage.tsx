import MapIcon from "@mui/icons-material/AccountTreeOutlined";
import { Alert, Box, Skeleton, useMediaQuery } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { useLiveState } from "../../live/LiveContext.tsx";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { componentLook } from "./componentLook.ts";
import { LostProcesses } from "./LostProcesses.tsx";
import { SystemList } from "./SystemList.tsx";
import { SystemMap } from "./SystemMap.tsx";
import { useSystemHealth } from "./useSystemHealth.ts";

/** The platform's processes and what they need, as they are now. */
export function SystemPage() {
  const { t } = useTranslation(["monitoring", "common"]);
  const formats = useFormats();
  const can = useCan();
  const narrow = useMediaQuery((theme) => theme.breakpoints.down("md"));
  const { health, asOf, series, error, refetch } = useSystemHealth();
  const { state } = useLiveState();
  const isOld = state === "stale" || state === "offline";
  return (
    <Page
      title={t("map.title")}
      context={health && t("common:asOf", { time: formats.time(asOf) })}
      actions={
        health &&
        !isOld && <StatusLabel {...componentLook[health.status]}>{t(`overall.${health.status}`)}</StatusLabel>
      }
    >
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        {error !== undefined && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {!health && error === undefined && <Skeleton variant="rounded" height={420} />}
        {health && isOld && <Alert severity="warning">{t("map.notNow", { time: formats.time(asOf) })}</Alert>}
        {health && can("system:manage") && (
          <LostProcesses nodes={health.nodes} onForgotten={() => void refetch()} />
        )}
        {health && (
          <Box sx={{ opacity: isOld ? 0.45 : 1 }}>
            <Panel flush>
              {health.nodes.length === 0 ? (
                <EmptyState icon={<MapIcon />} title={t("map.empty")}>
                  {t("map.emptyText")}
                </EmptyState>
              ) : narrow ? (
                <SystemList health={health} load={series} />
              ) : (
                <SystemMap health={health} load={series} />
              )}
            </Panel>
          </Box>
        )}
      </Box>
    </Page>
  );
}
