import { useQuery } from "@apollo/client/react";
import LogIcon from "@mui/icons-material/ReceiptLongOutlined";
import { Box, ButtonBase, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { Channel_DeliveryFragment, NotificationDeliveryFilter } from "../../gql/graphql.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { MomentField } from "../../ui/MomentField.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables, pagingState } from "../../ui/paging.ts";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { Time } from "../../ui/Time.tsx";
import { manyOf, text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { DeliveryStatusLabel } from "./ChannelLabels.tsx";
import { channelKinds } from "./channelRules.ts";
import { deliveryStatuses } from "./channelLooks.ts";
import { DeliveryDialog } from "./DeliveryDialog.tsx";
import { outcomeOf, useDeliveryColumns } from "./deliveryColumns.tsx";
import { useDeliveryStream } from "./useDeliveryStream.ts";

const deliveriesQuery = graphql(`
  query NotificationDeliveries(
    $filter: NotificationDeliveryFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    notificationDeliveries(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...Channel_delivery
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);

const viewState = {
  statuses: manyOf(deliveryStatuses),
  kinds: manyOf(channelKinds),
  from: text,
  to: text,
  delivery: text,
  ...pagingState,
};
const noFilter = { statuses: [], kinds: [], from: "", to: "" } as const;

interface DeliveryLogProps {
  /** None: of all channels. */
  channelId?: string;
  onChanged?: () => void;
}

/** What was sent, and what is to be, as it changes. */
export function DeliveryLog({ channelId, onChanged }: DeliveryLogProps) {
  const { t } = useTranslation(["channels", "common"]);
  const [state, change] = useUrlState(viewState);
  const narrowed: NotificationDeliveryFilter = {
    ...(state.statuses.length > 0 ? { statuses: [...state.statuses] } : {}),
    ...(state.kinds.length > 0 ? { channelKinds: [...state.kinds] } : {}),
    ...(state.from ? { from: state.from } : {}),
    ...(state.to ? { to: state.to } : {}),
  };
  const isFiltered = Object.keys(narrowed).length > 0;
  const filter = channelId === undefined ? narrowed : { ...narrowed, channelId };
  const { data, previousData, loading, error, refetch } = useQuery(deliveriesQuery, {
    variables: { filter, ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
  });
  const page = (data ?? previousData)?.notificationDeliveries;
  const isFirstPage = state.after === "" && state.before === "";
  useDeliveryStream(channelId, () => {
    onChanged?.();
    if (isFirstPage) void refetch().catch(() => undefined);
  });
  const columns = useDeliveryColumns((delivery) => change({ delivery }, "push"), channelId === undefined);
  const narrow = (next: Partial<typeof state>) => change({ ...next, ...firstPage });
  const grid = (
    <ServerGrid
      name="notificationDeliveries"
      label={t("log")}
      columns={columns}
      rows={page?.nodes}
      loading={loading && !page}
      error={seriousError(error)}
      onRetry={() => void refetch()}
      empty={
        <EmptyState icon={<LogIcon />} title={t(isFiltered ? "common:noMatch.title" : "logEmpty.title")}>
          {t(isFiltered ? "common:noMatch.text" : "logEmpty.text")}
        </EmptyState>
      }
      renderCard={(row) => (
        <DeliveryCard delivery={row} onOpen={() => change({ delivery: row.id }, "push")} />
      )}
      footer={
        <Pager
          paging={state}
          pageInfo={page?.pageInfo}
          total={undefined}
          onPage={(paging) => change(paging, "push")}
        />
      }
    />
  );
  return (
    <>
      {channelId !== undefined && <Typography variant="h2">{t("log")}</Typography>}
      <FilterBar onClear={isFiltered ? () => narrow(noFilter) : undefined}>
        <FilterMenu
          label={t("column.status")}
          chosen={state.statuses}
          onChange={(statuses) => narrow({ statuses })}
          options={deliveryStatuses.map((value) => ({ value, label: t(`delivery.${value}`) }))}
        />
        {channelId === undefined && (
          <FilterMenu
            label={t("column.kind")}
            chosen={state.kinds}
            onChange={(kinds) => narrow({ kinds })}
            options={channelKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          />
        )}
        <MomentField label={t("filter.from")} value={state.from} onChange={(from) => narrow({ from })} />
        <MomentField label={t("filter.to")} value={state.to} onChange={(to) => narrow({ to })} />
      </FilterBar>
      {channelId === undefined ? (
        grid
      ) : (
        <Box sx={{ display: "flex", flexDirection: "column", height: { sm: 520 } }}>{grid}</Box>
      )}
      {state.delivery !== "" && (
        <DeliveryDialog id={state.delivery} onClose={() => change({ delivery: "" })} />
      )}
    </>
  );
}

function DeliveryCard({ delivery, onOpen }: { delivery: Channel_DeliveryFragment; onOpen: () => void }) {
  const { t } = useTranslation("channels");
  return (
    <ButtonBase onClick={onOpen} sx={{ display: "block", width: "100%", textAlign: "left", minWidth: 0 }}>
      <Box sx={{ display: "flex", justifyContent: "space-between", gap: 1, alignItems: "center" }}>
        <Typography variant="body2" noWrap>
          {delivery.title}
        </Typography>
        <DeliveryStatusLabel status={delivery.status} />
      </Box>
      <Typography variant="caption" color="textSecondary" component="div">
        <Time at={delivery.createdAt} /> · {delivery.channelName} · {outcomeOf(delivery, t)}
      </Typography>
    </ButtonBase>
  );
}
