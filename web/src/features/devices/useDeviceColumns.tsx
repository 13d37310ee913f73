import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { HealthDeviceOrder } from "../../gql/graphql.ts";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import { Battery, ConnectionLabel, DeviceLink, PatientLink } from "./DeviceLabels.tsx";
import type { DeviceData } from "./deviceQueries.ts";

export function useDeviceColumns(): readonly Column<DeviceData, HealthDeviceOrder>[] {
  const { t } = useTranslation("devices");
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("column.name"),
        orderBy: "NAME",
        flex: 1.4,
        minWidth: 170,
        hideable: false,
        renderCell: ({ row }) => <DeviceLink device={row} />,
      },
      {
        field: "kind",
        headerName: t("column.kind"),
        width: 150,
        valueGetter: (_, row) => t(`kind.${row.kind}`),
      },
      {
        field: "serialNumber",
        headerName: t("column.serialNumber"),
        flex: 1,
        minWidth: 130,
        valueGetter: (_, row) => row.serialNumber,
      },
      {
        field: "connection",
        headerName: t("column.connection"),
        width: 128,
        renderCell: ({ row }) => <ConnectionLabel device={row} />,
      },
      {
        field: "lastContact",
        headerName: t("column.lastContact"),
        orderBy: "LAST_CONTACT",
        width: 128,
        renderCell: ({ row }) => (row.lastContactAt ? <TimeAgo at={row.lastContactAt} /> : "–"),
      },
      {
        field: "battery",
        headerName: t("column.battery"),
        width: 92,
        renderCell: ({ row }) => <Battery percent={row.battery} />,
      },
      {
        field: "patient",
        headerName: t("column.patient"),
        width: 130,
        renderCell: ({ row }) => <PatientLink device={row} />,
      },
      {
        field: "quality",
        headerName: t("column.quality"),
        orderBy: "QUALITY",
        width: 110,
        align: "right",
        headerAlign: "right",
        valueGetter: (_, row) => row.qualityScore ?? "–",
      },
      {
        field: "firmware",
        extra: true,
        headerName: t("fact.firmware"),
        width: 110,
        valueGetter: (_, row) => row.firmware ?? "–",
      },
      {
        field: "created",
        extra: true,
        headerName: t("fact.created"),
        orderBy: "CREATED",
        width: 140,
        renderCell: ({ row }) => <Time at={row.createdAt} />,
      },
    ],
    [t],
  );
}
