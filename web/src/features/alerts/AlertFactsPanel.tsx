import { Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useMeasure } from "../../alerts/useMeasure.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { wordOr } from "../../i18n/wordOr.ts";
import { useReasonText } from "../../status/reasonText.ts";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Lasting, Time } from "../../ui/Time.tsx";
import type { AlertData } from "./alertQuery.ts";

export function AlertFactsPanel({ alert }: { alert: AlertData }) {
  const { t, i18n } = useTranslation("alerts");
  const measure = useMeasure();
  const formats = useFormats();
  const reasonText = useReasonText();
  const { unit, since, resolvedAt, acknowledgedAt } = alert;

  const shown = (name: string, value: string) => {
    if (name === "reason") return reasonText(value);
    if (name === "status") return wordOr(i18n, "status", `account.${value}`, value);
    if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return <Time at={value} />;
    return /^\d+(\.\d+)?$/.test(value) ? formats.number(Number(value), 1) : value;
  };
  return (
    <Panel title={t("detail.facts")}>
      <Facts
        facts={[
          [t("detail.value"), measure(alert.value, unit)],
          [t("detail.peak"), measure(alert.peak, unit)],
          [t("detail.threshold"), measure(alert.threshold, unit)],
          [t("detail.since"), <Time key="since" at={since} />],
          resolvedAt
            ? [t("detail.lasted"), formats.duration(Date.parse(resolvedAt) - Date.parse(since))]
            : [t("detail.lasts"), <Lasting key="lasts" since={since} />],
          [t("detail.count"), t("detail.countValue", { count: alert.count })],
          [
            t("detail.rule"),
            t("detail.ruleVersion", { source: t(`source.${alert.ruleSource}`), version: alert.ruleVersion }),
          ],
          ...alert.details.map(
            ({ name, value }) => [wordOr(i18n, "alerts", `extra.${name}`, name), shown(name, value)] as const,
          ),
          ...(acknowledgedAt
            ? ([
                [
                  t("detail.acknowledgedBy"),
                  <span key="by">
                    {alert.acknowledgedBy?.displayName} <Time at={acknowledgedAt} />
                    {alert.acknowledgeNote && (
                      <Typography variant="body2" color="textSecondary" component="div">
                        {alert.acknowledgeNote}
                      </Typography>
                    )}
                  </span>,
                ],
              ] as const)
            : []),
          ...(alert.resolution
            ? ([
                [
                  t("detail.resolution"),
                  [t(`resolution.${alert.resolution}`), alert.resolvedBy?.displayName, alert.resolveNote]
                    .filter(Boolean)
                    .join(" · "),
                ],
              ] as const)
            : []),
        ]}
      />
      {alert.clearingSince && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 1.5 }}>
          {t("detail.clearingSince")}
        </Typography>
      )}
    </Panel>
  );
}
