import { Button, Chip, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Webhook_DeliveryFragment } from "../../gql/graphql.ts";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Time } from "../../ui/Time.tsx";
import { useStable } from "../../ui/useStable.ts";
import { DeliveryStatusLabel } from "./EndpointStanding.tsx";

export function useDeliveryColumns(open: (id: string) => void): readonly Column<Webhook_DeliveryFragment>[] {
  const { t } = useTranslation(["webhooks", "common"]);
  const onOpen = useStable(open);
  return useMemo(
    () => [
      {
        field: "createdAt",
        headerName: t("column.at"),
        width: 160,
        renderCell: ({ row }) => <Time at={row.createdAt} />,
      },
      {
        field: "eventType",
        headerName: t("column.event"),
        flex: 1.4,
        minWidth: 200,
        hideable: false,
        renderCell: ({ row }) => (
          <Typography variant="body2" component="code" noWrap>
            {row.eventType} {row.isTest && <Chip size="small" variant="outlined" label={t("isTest")} />}
          </Typography>
        ),
      },
      {
        field: "status",
        headerName: t("column.status"),
        width: 130,
        renderCell: ({ row }) => <DeliveryStatusLabel status={row.status} />,
      },
      {
        field: "outcome",
        headerName: t("column.outcome"),
        flex: 1,
        minWidth: 150,
        renderCell: ({ row }) => <OutcomeText delivery={row} />,
      },
      {
        field: "attempts",
        headerName: t("column.attempts"),
        width: 90,
        align: "right",
        headerAlign: "right",
        renderCell: ({ row }) => row.attemptCount,
      },
      {
        field: "next",
        headerName: t("column.next"),
        width: 160,
        renderCell: ({ row }) => (row.nextAttemptAt ? <Time at={row.nextAttemptAt} /> : "–"),
      },
      {
        field: "details",
        headerName: t("common:details"),
        width: 100,
        hideable: false,
        renderCell: ({ row }) => (
          <Button size="small" onClick={() => onOpen(row.id)}>
            {t("common:details")}
          </Button>
        ),
      },
    ],
    [onOpen, t],
  );
}

/** "204 · 38 ms", or why not. */
export function OutcomeText({ delivery }: { delivery: Webhook_DeliveryFragment }) {
  const { t } = useTranslation("webhooks");
  const { attemptCount, lastFailure, lastStatusCode, lastLatencyMs } = delivery;
  if (attemptCount === 0) return <span>–</span>;
  const what = lastFailure && lastFailure !== "STATUS" ? t(`failure.${lastFailure}`) : null;
  return (
    <span>
      {[lastStatusCode, what, latency(lastLatencyMs)].filter((part) => part !== null).join(" · ") || "–"}
    </span>
  );
}

export function latency(ms: number | null): string | null {
  return ms === null ? null : `${ms} ms`;
}
