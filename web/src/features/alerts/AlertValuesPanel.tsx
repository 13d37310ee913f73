import { useTranslation } from "react-i18next";
import { useMeasure } from "../../alerts/useMeasure.ts";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import { TrendChart } from "../../charts/TrendChart.tsx";
import { useFormats } from "../../i18n/useFormats.ts";
import type { AlertData } from "./alertQuery.ts";

/** What was measured while it lasted, against its limit. */
export function AlertValuesPanel({ alert }: { alert: AlertData }) {
  const { t } = useTranslation("alerts");
  const measure = useMeasure();
  const formats = useFormats();
  const { values, unit, threshold } = alert;
  const points = values.map(({ at, value }) => ({ at: Date.parse(at), value, total: threshold }));
  const label = t("detail.valuesLabel", {
    kind: t(`kind.${alert.kind}`),
    account: alert.accountName,
    value: measure(alert.value, unit),
    threshold: measure(threshold, unit),
  });
  return (
    <ChartPanel
      title={t("detail.values")}
      table={{
        header: [t("detail.time"), t("detail.value")],
        rows: values.map(({ at, value }) => [formats.exact(at), measure(value, unit)]),
      }}
      height={200}
    >
      <TrendChart
        points={points}
        label={label}
        valueName={t("detail.value")}
        totalName={t("detail.threshold")}
        height={200}
        tone="attention"
      />
    </ChartPanel>
  );
}
