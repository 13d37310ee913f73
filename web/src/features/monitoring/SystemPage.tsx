import { useQuery } from "@apollo/client/react";
import MapIcon from "@mui/icons-material/AccountTreeOutlined";
import { Box, Skeleton, useMediaQuery } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { componentLook } from "./componentLook.ts";
import { LostProcesses } from "./LostProcesses.tsx";
import { loadNames } from "./loadOf.ts";
import { SystemList } from "./SystemList.tsx";
import { SystemMap } from "./SystemMap.tsx";
import { systemHealthQuery, systemLoadQuery } from "./systemQuery.ts";

const askAgainMs = 10_000;
const lookBackMs = 60_000;

/** The platform's processes and what they need, as they are now. */
export function SystemPage() {
  const { t } = useTranslation(["monitoring", "common"]);
  const formats = useFormats();
  const can = useCan();
  const narrow = useMediaQuery((theme) => theme.breakpoints.down("md"));
  const { data, error, refetch } = useQuery(systemHealthQuery, {
    fetchPolicy: "no-cache",
    pollInterval: askAgainMs,
    skipPollAttempt: () => document.hidden,
  });
  // As of what the health is of, so that both move on together.
  const to = Math.ceil((data ? Date.parse(data.systemHealth.at) : 0) / askAgainMs) * askAgainMs;
  const load = useQuery(systemLoadQuery, {
    skip: !data,
    fetchPolicy: "no-cache",
    variables: {
      input: {
        names: [...loadNames],
        from: new Date(to - lookBackMs).toISOString(),
        to: new Date(to).toISOString(),
      },
    },
  });
  const series = (load.data ?? load.previousData)?.metrics.series ?? [];
  const health = data?.systemHealth;
  const serious = seriousError(error);
  return (
    <Page
      title={t("map.title")}
      context={health && t("common:asOf", { time: formats.time(health.at) })}
      actions={
        health && <StatusLabel {...componentLook[health.status]}>{t(`overall.${health.status}`)}</StatusLabel>
      }
    >
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        {serious !== undefined && <ErrorNotice error={serious} onRetry={() => void refetch()} />}
        {!health && serious === undefined && <Skeleton variant="rounded" height={420} />}
        {health && (
          <>
            {can("system:manage") && (
              <LostProcesses nodes={health.nodes} onForgotten={() => void refetch()} />
            )}
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
          </>
        )}
      </Box>
    </Page>
  );
}
