import { useTranslation } from "react-i18next";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import { SeriesChart } from "../../charts/SeriesChart.tsx";
import { alertSeverityLook } from "../../status/alertLook.ts";
import { useAlertValue } from "../../healthAlerts/useAlertValue.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { solid } from "../../theme/tones.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useVitalWords } from "../../vitals/useVitalWords.ts";
import NoDataIcon from "@mui/icons-material/SensorsOffOutlined";
import type { AlertData } from "./alertQuery.ts";

const height = 200;

/** The readings themselves, against the limit they crossed. */
export function CausePanel({ alert }: { alert: AlertData }) {
  const { t } = useTranslation("healthAlerts");
  const written = useAlertValue();
  const words = useVitalWords();
  const formats = useFormats();
  const { cause } = alert;
  const { readings, measure, limit } = cause;
  if (readings.length === 0)
    return (
      <Panel title={t("detail.readings")}>
        <EmptyState icon={<NoDataIcon />} title={t("detail.noReadings")} />
      </Panel>
    );
  const own = readings.filter(({ code }) => code === measure);
  // Of a score or a trend the readings are of several vital signs: side by side they are a list, not a picture.
  if (own.length < 2)
    return (
      <Panel title={t("detail.readings")}>
        <Facts
          facts={readings.map(({ code, value, at }) => [
            words.name(code),
            `${words.value(code, value)} · ${formats.dateTime(at)}`,
          ])}
        />
      </Panel>
    );
  const points = own.map(({ at, value }) => ({ at: Date.parse(at), value, limit }));
  return (
    <ChartPanel
      title={t("detail.readings")}
      table={{
        header: [t("detail.time"), written.name(cause)],
        rows: own.map(({ at, value }) => [formats.exact(at), written.value(cause, value)]),
      }}
      height={height}
    >
      <SeriesChart
        points={points}
        series={[
          {
            key: "value",
            name: written.name(cause),
            kind: "line",
            colour: solid(alertSeverityLook[alert.severity].tone),
          },
          ...(limit === null
            ? []
            : [
                {
                  key: "limit",
                  name: t("limit", { limit: written.limit(cause) }),
                  kind: "line" as const,
                  colour: "var(--wg-palette-text-secondary)",
                  dashed: true,
                },
              ]),
        ]}
        label={alert.text.summary}
        format={(value) => words.number(measure ?? "", value)}
        domain={domainOf(points)}
        height={height}
      />
    </ChartPanel>
  );
}

/** From a little below the lowest to a little above the highest: at zero a fever is a flat line. */
function domainOf(points: readonly { value: number; limit: number | null }[]): [number, number] {
  const values = points.flatMap(({ value, limit }) => (limit === null ? [value] : [value, limit]));
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = Math.max((high - low) * 0.15, Math.abs(high) * 0.01);
  return [low - room, high + room];
}
