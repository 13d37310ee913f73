import { useQuery } from "@apollo/client/react";
import { Box, Button, Skeleton, Typography } from "@mui/material";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { wordOr } from "../../i18n/wordOr.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import type { HealthDeviceLogsQuery } from "../../gql/graphql.ts";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Timeline, TimelineEntry } from "../../ui/Timeline.tsx";
import { deviceLogsQuery } from "./deviceQueries.ts";

const kinds = [
  "ONLINE",
  "OFFLINE",
  "BATTERY_LOW",
  "FIRMWARE_CHANGED",
  "CLOCK_CORRECTED",
  "REFUSED",
  "REGISTERED",
  "CHANGED",
  "KEY_ROTATED",
  "BOUND",
  "UNBOUND",
  "RETIRED",
  "RESTORED",
] as const;
const step = 25;
const most = 200;

type Entry = NonNullable<HealthDeviceLogsQuery["healthDevice"]>["logs"]["nodes"][number];

/** What happened to a device, the latest first. */
export function DeviceLog({ deviceId, round }: { deviceId: string; round: number }) {
  const { t } = useTranslation("devices");
  const [chosen, setChosen] = useState<readonly (typeof kinds)[number][]>([]);
  const [first, setFirst] = useState(step);
  const { data, previousData, error, refetch } = useQuery(deviceLogsQuery, {
    variables: { id: deviceId, first, kinds: chosen.length > 0 ? [...chosen] : null },
    fetchPolicy: "cache-and-network",
  });
  useEffect(() => {
    if (round > 0) void refetch();
  }, [round, refetch]);
  const logs = (data ?? previousData)?.healthDevice?.logs;
  const serious = seriousError(error);
  return (
    <Panel
      flush
      title={t("log.title")}
      actions={
        <FilterMenu
          label={t("log.kinds")}
          chosen={chosen}
          onChange={setChosen}
          options={kinds.map((value) => ({ value, label: t(`log.kind.${value}`) }))}
        />
      }
    >
      {serious !== undefined && <ErrorNotice error={serious} onRetry={() => void refetch()} />}
      {!logs && serious === undefined && <Skeleton variant="rectangular" height={160} aria-busy="true" />}
      {logs?.nodes.length === 0 && (
        <Typography variant="body2" color="textSecondary" sx={{ px: 2, py: 1.5 }}>
          {t("log.empty")}
        </Typography>
      )}
      {logs && logs.nodes.length > 0 && (
        <Timeline>
          {logs.nodes.map((entry) => (
            <TimelineEntry key={entry.id} at={entry.at} title={t(`log.kind.${entry.kind}`)} actor="">
              <Detail entry={entry} />
            </TimelineEntry>
          ))}
        </Timeline>
      )}
      {logs?.pageInfo.hasNextPage && first < most && (
        <Box sx={{ p: 1 }}>
          <Button onClick={() => setFirst((now) => Math.min(most, now + 50))}>{t("log.more")}</Button>
        </Box>
      )}
    </Panel>
  );
}

/** In the reader's language, from the figures and codes that an entry holds. */
function Detail({ entry: { kind, detail } }: { entry: Entry }) {
  const { t, i18n } = useTranslation("devices");
  const formats = useFormats();
  const known = new Map(detail.map(({ name, value }) => [name, value]));
  const of = (name: string) => known.get(name) ?? "";
  switch (kind) {
    case "REFUSED":
      return (
        <>
          {t("log.refused", {
            reason: wordOr(i18n, "devices", `refusal.${of("reason")}`, of("reason")),
            count: Number(of("count")),
          })}
        </>
      );
    case "BATTERY_LOW":
      return <>{formats.percent(Number(of("battery")) / 100)}</>;
    case "FIRMWARE_CHANGED":
      return (
        <>
          {of("before")} → {of("after")}
        </>
      );
    case "CLOCK_CORRECTED":
      return <>{t("log.clock", { seconds: formats.number(Math.round(Number(of("after")) / 1_000)) })}</>;
    case "OFFLINE":
      return of("lastContactAt") ? (
        <>{t("log.lastContact", { time: formats.dateTime(of("lastContactAt")) })}</>
      ) : null;
    case "CHANGED":
      return <>{of("fields")}</>;
    case "REGISTERED":
    case "KEY_ROTATED":
    case "BOUND":
    case "UNBOUND":
    case "RETIRED":
    case "RESTORED":
    case "ONLINE":
      return <>{of("reason")}</>;
  }
}
