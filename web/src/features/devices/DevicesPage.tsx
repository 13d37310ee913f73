import { useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import DeviceIcon from "@mui/icons-material/MonitorHeartOutlined";
import { Button } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { TableTools } from "../../ui/TableTools.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { DeviceCard } from "./DeviceCard.tsx";
import { DeviceKeyDialog, type ShownKey } from "./DeviceKeyDialog.tsx";
import { devicesQuery } from "./deviceQueries.ts";
import {
  conditions,
  connections,
  deviceKinds,
  filterOf,
  isFiltered,
  listState,
  type ListState,
  noFilter,
  orderOf,
} from "./deviceState.ts";
import { RegisterDeviceDialog } from "./RegisterDeviceDialog.tsx";
import { useDeviceColumns } from "./useDeviceColumns.tsx";
import { useLiveDevices } from "./useLiveDevices.ts";

const gridName = "devices";

/** What measures patients, and whether it is heard of. */
export function DevicesPage() {
  const { t } = useTranslation(["devices", "common"]);
  const formats = useFormats();
  const mayManage = useCan()("health-device:manage");
  const [state, change] = useUrlState(listState);
  // A key is never in the address, the cache or a store: it is here until the dialog closes.
  const [key, setKey] = useState<ShownKey | null>(null);
  const { data, previousData, loading, error, refetch } = useQuery(devicesQuery, {
    variables: { filter: filterOf(state), order: state.order.by, ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
    pollInterval: 60_000,
    skipPollAttempt: () => document.hidden,
  });
  useLiveDevices(() => void refetch());
  const answer = data ?? previousData;
  const list = answer?.healthDevices;
  const summary = answer?.healthDeviceSummary;
  const columns = useDeviceColumns();
  const narrow = (next: Partial<ListState>) => change({ ...next, ...firstPage });
  const close = () => change({ dialog: null });
  const counts = {
    ONLINE: summary?.online,
    OFFLINE: summary?.offline,
    NEVER_SEEN: summary?.neverSeen,
  };
  const addButton = mayManage && (
    <Button
      variant="contained"
      startIcon={<AddIcon />}
      onClick={() => change({ dialog: "register" }, "push")}
    >
      {t("register.open")}
    </Button>
  );
  return (
    <Page
      fill
      title={t("title")}
      context={
        summary
          ? t("summary", {
              ...summary,
              total: formats.number(summary.total),
              online: formats.number(summary.online),
            })
          : undefined
      }
      actions={addButton}
    >
      <FilterBar
        onClear={isFiltered(state) ? () => narrow(noFilter) : undefined}
        tools={<TableTools name={gridName} columns={columns} />}
      >
        <SearchField
          label={t("filter.search")}
          value={state.search}
          onChange={(search) => narrow({ search })}
        />
        <FilterMenu
          label={t("column.connection")}
          chosen={state.connections}
          onChange={(chosen) => narrow({ connections: chosen })}
          options={connections.map((value) => ({
            value,
            label: t(`connection.${value}`),
            count: counts[value] === undefined ? undefined : formats.number(counts[value]),
          }))}
        />
        <FilterMenu
          label={t("column.kind")}
          chosen={state.kinds}
          onChange={(kinds) => narrow({ kinds })}
          options={deviceKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <FilterMenu
          single
          label={t("filter.condition")}
          chosen={state.condition ? [state.condition] : []}
          onChange={([condition]) => narrow({ condition: condition ?? null })}
          options={conditions.map((value) => ({ value, label: t(`condition.${value}`) }))}
        />
      </FilterBar>
      <ServerGrid
        name={gridName}
        label={t("title")}
        columns={columns}
        rows={list?.nodes}
        loading={loading && !list}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        order={state.order}
        onOrder={(order) => change({ order: orderOf(order), ...firstPage })}
        renderCard={(device) => <DeviceCard device={device} />}
        empty={
          isFiltered(state) ? (
            <EmptyState
              icon={<NoMatchIcon />}
              title={t("common:noMatch.title")}
              action={<Button onClick={() => narrow(noFilter)}>{t("common:clearFilters")}</Button>}
            >
              {t("common:noMatch.text")}
            </EmptyState>
          ) : (
            <EmptyState icon={<DeviceIcon />} title={t("empty.title")} action={addButton}>
              {t("empty.text")}
            </EmptyState>
          )
        }
        footer={
          <Pager
            paging={state}
            pageInfo={list?.pageInfo}
            total={list?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
      {mayManage && state.dialog === "register" && (
        <RegisterDeviceDialog
          onClose={close}
          onMade={(made) => {
            setKey(made);
            close();
            void refetch();
          }}
        />
      )}
      {key && <DeviceKeyDialog shown={key} onClose={() => setKey(null)} />}
    </Page>
  );
}
