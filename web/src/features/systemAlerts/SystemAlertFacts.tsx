import { Link as MuiLink } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMeasured } from "../../alerting/useMeasured.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Lasting, Time } from "../../ui/Time.tsx";
import type { SystemAlertData } from "./systemAlertQuery.ts";

export function SystemAlertFacts({ alert }: { alert: SystemAlertData }) {
  const { t } = useTranslation("alerting");
  const measured = useMeasured();
  const formats = useFormats();
  const { unit, since, resolvedAt, acknowledgedAt } = alert;
  const facts: (readonly [string, ReactNode])[] = [
    [t("detail.value"), measured(alert.value, unit)],
    [t("detail.peak"), measured(alert.peak, unit)],
    [
      t("detail.threshold"),
      `${alert.operator ? `${t(`rules.operators.${alert.operator}`)} ` : ""}${measured(alert.threshold, unit)}`,
    ],
    [t("detail.since"), <Time key="since" at={since} />],
    [
      t("detail.lasts"),
      resolvedAt ? (
        formats.duration(Date.parse(resolvedAt) - Date.parse(since))
      ) : (
        <Lasting key="lasts" since={since} />
      ),
    ],
    [t("detail.source"), <Source key="source" alert={alert} />],
    [t("detail.labels"), alert.labels.map(({ name, value }) => `${name}=${value}`).join(", ") || "–"],
  ];
  if (acknowledgedAt)
    facts.push([
      t("detail.acknowledgedBy"),
      <span key="by">
        {[alert.acknowledgedBy?.displayName, alert.acknowledgeNote].filter(Boolean).join(" · ")}{" "}
        <Time at={acknowledgedAt} />
      </span>,
    ]);
  if (alert.resolution)
    facts.push([
      t("detail.resolution"),
      [t(`resolution.${alert.resolution}`), alert.resolvedBy?.displayName, alert.resolveNote]
        .filter(Boolean)
        .join(" · "),
    ]);
  if (alert.escalations > 0) facts.push([t("detail.escalations"), formats.number(alert.escalations)]);
  return (
    <Panel title={t("detail.facts")}>
      <Facts facts={facts} />
    </Panel>
  );
}

function Source({ alert: { source, sourceId, path } }: { alert: SystemAlertData }) {
  const { t } = useTranslation("alerting");
  const to = source === "RULE" ? `/monitoring/rules?rule=${sourceId}` : path;
  return (
    <>
      {t(`source.${source}`)}
      {to !== null && (
        <>
          {" · "}
          <MuiLink component={Link} to={to}>
            {t(source === "RULE" ? "detail.rule" : "detail.account")}
          </MuiLink>
        </>
      )}
    </>
  );
}
