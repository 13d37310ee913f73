import { useQuery } from "@apollo/client/react";
import { Alert, Box } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { Facts } from "../../ui/Facts.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import { DeviceActions } from "./DeviceActions.tsx";
import { DeviceHistory } from "./DeviceHistory.tsx";
import { DeviceKeyDialog, type ShownKey } from "./DeviceKeyDialog.tsx";
import { Battery, ConnectionLabel, PatientLink } from "./DeviceLabels.tsx";
import { DeviceLog } from "./DeviceLog.tsx";
import { type DeviceData, deviceQuery } from "./deviceQueries.ts";
import { QualityPanel } from "./QualityPanel.tsx";
import { deviceQualityQuery } from "./qualityQueries.ts";
import { useLiveDevices } from "./useLiveDevices.ts";

export function DevicePage() {
  const { t } = useTranslation("devices");
  const { id = "" } = useParams();
  const [key, setKey] = useState<ShownKey | null>(null);
  const [round, setRound] = useState(0);
  const { data, error, refetch } = useQuery(deviceQuery, {
    variables: { id },
    fetchPolicy: "cache-and-network",
    pollInterval: 60_000,
    skipPollAttempt: () => document.hidden,
  });
  const { data: quality } = useQuery(deviceQualityQuery, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const again = () => {
    void refetch();
    setRound((now) => now + 1);
  };
  useLiveDevices(again, { deviceId: id });
  const device = data?.healthDevice;
  if (data && !device)
    return (
      <GonePage title={t("gone.title")} list={{ path: "/health/devices", text: t("gone.list") }}>
        {t("gone.text")}
      </GonePage>
    );
  if (!device)
    return <LoadingPage title={t("device")} problem={seriousError(error)} onRetry={() => void refetch()} />;
  return (
    <Page
      title={device.name}
      context={`${t(`kind.${device.kind}`)} · ${device.serialNumber}`}
      actions={<DeviceActions device={device} onKey={setKey} onChanged={again} />}
    >
      <Box sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 2 }}>
        <Trouble device={device} />
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", md: "1fr 1fr" } }}>
          <Panel title={t("standing")}>
            <Standing device={device} />
          </Panel>
          <Panel title={t("about")}>
            <About device={device} />
          </Panel>
        </Box>
        {device.kind !== "GATEWAY" && <DeviceHistory deviceId={device.id} round={round} />}
        {device.kind !== "GATEWAY" && <QualityPanel days={quality?.healthDevice?.quality} />}
        <DeviceLog deviceId={device.id} round={round} />
      </Box>
      {key && <DeviceKeyDialog shown={key} onClose={() => setKey(null)} />}
    </Page>
  );
}

/** What keeps its readings from being what they should be, and what to do. */
function Trouble({ device }: { device: DeviceData }) {
  const { t } = useTranslation("devices");
  const formats = useFormats();
  const { retiredAt, connection, connectionSince, skewMs, binding, kind } = device;
  if (retiredAt)
    return <Alert severity="info">{t("trouble.retired", { time: formats.dateTime(retiredAt) })}</Alert>;
  return (
    <>
      {connection === "OFFLINE" && (
        <Alert severity="error">{t("trouble.offline", { time: formats.dateTime(connectionSince) })}</Alert>
      )}
      {!binding && kind !== "GATEWAY" && <Alert severity="warning">{t("trouble.free")}</Alert>}
      {skewMs !== 0 && <Alert severity="warning">{t("trouble.clock", { duration: signed(skewMs) })}</Alert>}
    </>
  );
}

function Standing({ device }: { device: DeviceData }) {
  const { t } = useTranslation("devices");
  const knownClock = device.skewMs === 0 ? t("clockRight") : signed(device.skewMs);
  const clockText = device.lastContactAt ? knownClock : "–";
  return (
    <Facts
      facts={[
        [t("column.connection"), <ConnectionLabel key="connection" device={device} />],
        [t("fact.since"), <Time key="since" at={device.connectionSince} />],
        [
          t("column.lastContact"),
          device.lastContactAt ? <TimeAgo key="last" at={device.lastContactAt} /> : "–",
        ],
        [t("fact.address"), device.lastAddress ?? "–"],
        [t("column.battery"), <Battery key="battery" percent={device.battery} />],
        [t("fact.clock"), clockText],
        [t("column.patient"), <PatientLink key="patient" device={device} />],
        [t("column.quality"), device.qualityScore ?? "–"],
      ]}
    />
  );
}

function About({ device }: { device: DeviceData }) {
  const { t } = useTranslation("devices");
  const { intervalSeconds, previousKeyUntil } = device;
  return (
    <Facts
      facts={[
        [
          "X-Device-Id",
          <Box key="id" component="code" sx={{ overflowWrap: "anywhere" }}>
            {device.id}
          </Box>,
        ],
        [t("fact.manufacturer"), device.manufacturer ?? "–"],
        [t("fact.model"), device.model ?? "–"],
        [t("fact.firmware"), device.firmware ?? "–"],
        [
          t("fact.interval"),
          intervalSeconds == null ? t("noInterval") : t("everyMinutes", { count: intervalSeconds / 60 }),
        ],
        [t("fact.keyMade"), <Time key="key" at={device.keyMadeAt} />],
        ...(previousKeyUntil
          ? [[t("fact.previousKey"), <Time key="previous" at={previousKeyUntil} />] as const]
          : []),
        [t("fact.created"), <Time key="created" at={device.createdAt} />],
      ]}
    />
  );
}

/** "+5 min 3 s". */
function signed(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  const minutes = Math.floor(seconds / 60);
  const text = minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
  return `${ms > 0 ? "+" : "−"}${text}`;
}
