import { Link as MuiLink } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAlertValue } from "../../healthAlerts/useAlertValue.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Lasting, Time } from "../../ui/Time.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import type { AlertData } from "./alertQuery.ts";

export function AlertFacts({ alert }: { alert: AlertData }) {
  const { t } = useTranslation("healthAlerts");
  const written = useAlertValue();
  const formats = useFormats();
  const can = useCan();
  const { cause } = alert;
  const facts: (readonly [string, ReactNode])[] = [];
  if (cause.value !== null)
    facts.push([
      written.name(cause) || t("detail.value"),
      [written.value(cause, cause.value), written.limit(cause) && t("limit", { limit: written.limit(cause) })]
        .filter(Boolean)
        .join(" · "),
    ]);
  if (cause.worst !== null && cause.worstAt)
    facts.push([
      t("detail.worst"),
      <span key="worst">
        {written.value(cause, cause.worst)} · <Time at={cause.worstAt} />
      </span>,
    ]);
  facts.push(
    [t("detail.measured"), <Time key="measured" at={alert.causedAt} />],
    [t("detail.raised"), <Time key="raised" at={alert.raisedAt} />],
    [
      t("detail.lasts"),
      alert.resolvedAt ? (
        formats.duration(Date.parse(alert.resolvedAt) - Date.parse(alert.raisedAt))
      ) : (
        <Lasting key="lasts" since={alert.raisedAt} />
      ),
    ],
    [t("detail.count"), t("detail.times", { count: alert.count })],
  );
  if (alert.assignedTo) facts.push([t("detail.assigned"), nameOf(alert.assignedTo)]);
  if (alert.acknowledgedAt)
    facts.push([
      t("detail.acknowledged"),
      <span key="acknowledged">
        {nameOf(alert.acknowledgedBy)} · <Time at={alert.acknowledgedAt} />
      </span>,
    ]);
  if (alert.escalationLevel > 0 || alert.escalateAt)
    facts.push([
      t("detail.escalation"),
      <span key="escalation">
        {alert.escalationLevel === 0
          ? t("detail.noneCalled")
          : t("detail.levels", { count: alert.escalationLevel })}
        {alert.escalateAt && alert.state === "ACTIVE" && (
          <>
            {" · "}
            {t("detail.next")} <Time at={alert.escalateAt} />
          </>
        )}
      </span>,
    ]);
  if (alert.resolution)
    facts.push([
      t("detail.resolution"),
      [t(`resolution.${alert.resolution}`), alert.resolvedBy?.displayName, alert.note]
        .filter(Boolean)
        .join(" · "),
    ]);
  facts.push([
    t("detail.rule"),
    can("health-rule:read") ? (
      <MuiLink key="rule" component={Link} to={`/health/rules?rule=${alert.ruleId}`}>
        {t(`kind.${alert.kind}`)}
      </MuiLink>
    ) : (
      t(`kind.${alert.kind}`)
    ),
  ]);
  if (alert.deviceId && can("health-device:read"))
    facts.push([
      t("detail.device"),
      <MuiLink key="device" component={Link} to={`/health/devices/${alert.deviceId}`}>
        {t("detail.openDevice")}
      </MuiLink>,
    ]);
  return (
    <Panel title={t("detail.facts")}>
      <Facts facts={facts} />
    </Panel>
  );
}

function nameOf(user: { displayName?: string } | null): string {
  return user?.displayName ?? "–";
}
