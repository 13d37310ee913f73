import { useQuery } from "@apollo/client/react";
import LogIcon from "@mui/icons-material/ReceiptLongOutlined";
import { Box, ButtonBase, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { Webhook_DeliveryFragment, WebhookDeliveryFilter } from "../../gql/graphql.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { MomentField } from "../../ui/MomentField.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables, pagingState } from "../../ui/paging.ts";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { Time } from "../../ui/Time.tsx";
import { manyOf, text, words } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { DeliveryDialog } from "./DeliveryDialog.tsx";
import { OutcomeText, useDeliveryColumns } from "./deliveryColumns.tsx";
import { DeliveryStatusLabel } from "./EndpointStanding.tsx";
import { useDeliveryStream } from "./useDeliveryStream.ts";
import { eventTypesQuery } from "./webhookFragments.ts";
import { deliveryStatuses } from "./webhookLooks.ts";

const deliveriesQuery = graphql(`
  query WebhookDeliveries(
    $filter: WebhookDeliveryFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    webhookDeliveries(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...Webhook_delivery
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
  types: words,
  from: text,
  to: text,
  delivery: text,
  ...pagingState,
};
const noFilter = { statuses: [], types: [], from: "", to: "" } as const;

export function DeliveryLog({ endpointId, onChanged }: { endpointId: string; onChanged: () => void }) {
  const { t } = useTranslation(["webhooks", "common"]);
  const [state, change] = useUrlState(viewState);
  const { data: catalogue } = useQuery(eventTypesQuery);
  const filter: WebhookDeliveryFilter = {
    endpointId,
    ...(state.statuses.length > 0 ? { statuses: [...state.statuses] } : {}),
    ...(state.types.length > 0 ? { eventTypes: [...state.types] } : {}),
    ...(state.from ? { from: state.from } : {}),
    ...(state.to ? { to: state.to } : {}),
  };
  const isFiltered = Object.keys(filter).length > 1;
  const { data, previousData, loading, error, refetch } = useQuery(deliveriesQuery, {
    variables: { filter, ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
  });
  const page = (data ?? previousData)?.webhookDeliveries;
  const isFirstPage = state.after === "" && state.before === "";
  const live = useDeliveryStream(endpointId, () => {
    onChanged();
    if (isFirstPage) void refetch();
  });
  const rows = useMemo(() => page?.nodes.map((row) => newer(row, live.get(row.id))), [page, live]);
  const columns = useDeliveryColumns((delivery) => change({ delivery }, "push"));
  const narrow = (next: Partial<typeof state>) => change({ ...next, ...firstPage });

  return (
    <Box component="section" aria-label={t("log")} sx={{ minWidth: 0 }}>
      <Typography variant="h2" sx={{ mb: 1 }}>
        {t("log")}
      </Typography>
      <FilterBar onClear={isFiltered ? () => narrow(noFilter) : undefined}>
        <FilterMenu
          label={t("column.status")}
          chosen={state.statuses}
          onChange={(statuses) => narrow({ statuses })}
          options={deliveryStatuses.map((value) => ({ value, label: t(`delivery.${value}`) }))}
        />
        <FilterMenu
          label={t("filter.eventType")}
          chosen={state.types}
          onChange={(types) => narrow({ types })}
          options={(catalogue?.webhookEventTypes ?? []).map(({ type }) => ({ value: type, label: type }))}
        />
        <MomentField label={t("filter.from")} value={state.from} onChange={(from) => narrow({ from })} />
        <MomentField label={t("filter.to")} value={state.to} onChange={(to) => narrow({ to })} />
      </FilterBar>
      <Box sx={{ display: "flex", flexDirection: "column", height: { sm: 520 } }}>
        <ServerGrid
          name="webhookDeliveries"
          label={t("log")}
          columns={columns}
          rows={rows}
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
      </Box>
      {state.delivery !== "" && (
        <DeliveryDialog
          key={`${state.delivery} ${live.get(state.delivery)?.attemptCount ?? 0}`}
          id={state.delivery}
          onClose={() => change({ delivery: "" })}
        />
      )}
    </Box>
  );
}

/** Whichever has seen more of it. */
function newer(
  row: Webhook_DeliveryFragment,
  live: Webhook_DeliveryFragment | undefined,
): Webhook_DeliveryFragment {
  return live && live.attemptCount > row.attemptCount ? live : row;
}

function DeliveryCard({ delivery, onOpen }: { delivery: Webhook_DeliveryFragment; onOpen: () => void }) {
  return (
    <ButtonBase onClick={onOpen} sx={{ display: "block", width: "100%", textAlign: "left", minWidth: 0 }}>
      <Box sx={{ display: "flex", justifyContent: "space-between", gap: 1, alignItems: "center" }}>
        <Typography variant="body2" component="code" noWrap>
          {delivery.eventType}
        </Typography>
        <DeliveryStatusLabel status={delivery.status} />
      </Box>
      <Typography variant="caption" color="textSecondary" component="div">
        <Time at={delivery.createdAt} /> · <OutcomeText delivery={delivery} />
      </Typography>
    </ButtonBase>
  );
}
