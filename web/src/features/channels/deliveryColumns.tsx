import { Link as TextLink } from "@mui/material";
import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Channel_DeliveryFragment } from "../../gql/graphql.ts";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Time } from "../../ui/Time.tsx";
import { DeliveryStatusLabel } from "./ChannelLabels.tsx";

/** Why it stands as it does: what went wrong, why it was skipped, or that it stands in for another. */
export function outcomeOf(
  { lastFailure, reason, status }: Channel_DeliveryFragment,
  t: TFunction<"channels">,
): string {
  const parts = [
    ...(reason ? [t(`reason.${reason}`)] : []),
    ...(lastFailure && status !== "SENT" ? [t(`failure.${lastFailure}`)] : []),
  ];
  return parts.join(" · ") || "–";
}

export function useDeliveryColumns(
  onOpen: (id: string) => void,
  withChannel: boolean,
): readonly Column<Channel_DeliveryFragment>[] {
  const { t } = useTranslation("channels");
  return useMemo(
    () => [
      {
        field: "createdAt",
        headerName: t("column.at"),
        width: 170,
        renderCell: ({ row }) => <Time at={row.createdAt} />,
      },
      {
        field: "title",
        headerName: t("column.notice"),
        flex: 2,
        minWidth: 220,
        hideable: false,
        renderCell: ({ row }) => (
          <TextLink
            component="button"
            underline="hover"
            noWrap
            onClick={() => onOpen(row.id)}
            title={row.title}
          >
            {row.title}
          </TextLink>
        ),
      },
      {
        field: "status",
        headerName: t("column.status"),
        width: 120,
        renderCell: ({ row }) => <DeliveryStatusLabel status={row.status} />,
      },
      ...(withChannel ? [{ field: "channelName", headerName: t("channel"), flex: 1, minWidth: 140 }] : []),
      {
        field: "recipient",
        headerName: t("column.recipient"),
        width: 130,
        renderCell: ({ row }) => row.recipient?.displayName ?? "–",
      },
      {
        field: "outcome",
        headerName: t("column.outcome"),
        flex: 1,
        minWidth: 180,
        renderCell: ({ row }) => outcomeOf(row, t),
      },
      {
        field: "attempts",
        headerName: t("column.attempts"),
        width: 90,
        align: "right",
        headerAlign: "right",
        renderCell: ({ row }) => row.attemptCount,
      },
    ],
    [t, onOpen, withChannel],
  );
}
