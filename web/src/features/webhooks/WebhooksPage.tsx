import { useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import WebhookIcon from "@mui/icons-material/WebhookOutlined";
import { Box, Button, Link as TextLink, Typography } from "@mui/material";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { graphql } from "../../gql/gql.ts";
import type { Webhook_EndpointFragment } from "../../gql/graphql.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables, pagingState } from "../../ui/paging.ts";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { TimeAgo } from "../../ui/Time.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { EndpointDialog } from "./EndpointDialog.tsx";
import { EndpointStandingLabel, SuccessRate } from "./EndpointStanding.tsx";
import { WebhookSecretDialog } from "./WebhookSecretDialog.tsx";

const endpointsQuery = graphql(`
  query WebhookEndpoints($first: Int, $after: String, $last: Int, $before: String) {
    webhookEndpoints(first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...Webhook_endpoint
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
`);

const viewState = { dialog: oneOf(["create"], null), ...pagingState };

export function WebhooksPage() {
  const { t } = useTranslation("webhooks");
  const mayManage = useCan()("webhook:manage");
  const [state, change] = useUrlState(viewState);
  // A secret is never in the address, the cache or a store: it is here until the dialog closes.
  const [secret, setSecret] = useState<string | null>(null);
  const { data, previousData, loading, error, refetch } = useQuery(endpointsQuery, {
    variables: { ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
    pollInterval: 15_000,
  });
  const endpoints = (data ?? previousData)?.webhookEndpoints;
  const columns = useEndpointColumns();
  const close = () => change({ dialog: null });
  const made = (fresh: string) => {
    setSecret(fresh);
    close();
    void refetch();
  };
  const addButton = mayManage && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => change({ dialog: "create" }, "push")}>
      {t("open")}
    </Button>
  );
  return (
    <Page fill title={t("title")} context={t("context")} actions={addButton}>
      <ServerGrid
        name="webhooks"
        label={t("title")}
        columns={columns}
        rows={endpoints?.nodes}
        loading={loading && !endpoints}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        empty={
          <EmptyState icon={<WebhookIcon />} title={t("empty.title")} action={addButton}>
            {t("empty.text")}
          </EmptyState>
        }
        renderCard={(endpoint) => <EndpointCard endpoint={endpoint} />}
        footer={
          <Pager
            paging={state}
            pageInfo={endpoints?.pageInfo}
            total={endpoints?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
      {mayManage && state.dialog === "create" && <EndpointDialog onClose={close} onMade={made} />}
      {secret !== null && <WebhookSecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </Page>
  );
}

function useEndpointColumns(): readonly Column<Webhook_EndpointFragment>[] {
  const { t } = useTranslation("webhooks");
  return useMemo(
    () => [
      {
        field: "url",
        headerName: t("column.url"),
        flex: 2,
        minWidth: 220,
        hideable: false,
        renderCell: ({ row }) => <EndpointLink endpoint={row} />,
      },
      {
        field: "status",
        headerName: t("column.status"),
        width: 130,
        renderCell: ({ row }) => <EndpointStandingLabel endpoint={row} />,
      },
      {
        field: "events",
        headerName: t("column.events"),
        width: 120,
        renderCell: ({ row }) => t("eventCount", { count: row.eventTypes.length }),
      },
      {
        field: "rate",
        headerName: t("column.rate"),
        width: 190,
        renderCell: ({ row }) => <SuccessRate health={row.health} />,
      },
      {
        field: "pending",
        headerName: t("column.pending"),
        width: 90,
        align: "right",
        headerAlign: "right",
        renderCell: ({ row }) => row.health.pending,
      },
      {
        field: "lastFailure",
        headerName: t("column.lastFailure"),
        flex: 1,
        minWidth: 160,
        renderCell: ({ row }) => <LastFailure endpoint={row} />,
      },
    ],
    [t],
  );
}

function EndpointLink({ endpoint }: { endpoint: Webhook_EndpointFragment }) {
  return (
    <TextLink component={Link} to={`/webhooks/${endpoint.id}`} underline="hover" noWrap title={endpoint.url}>
      {endpoint.description || endpoint.url}
    </TextLink>
  );
}

function LastFailure({ endpoint: { lastFailure, lastFailedAt } }: { endpoint: Webhook_EndpointFragment }) {
  const { t } = useTranslation("webhooks");
  if (!lastFailure || !lastFailedAt) return <span>–</span>;
  return (
    <Typography variant="body2" noWrap>
      {t(`failure.${lastFailure}`)} · <TimeAgo at={lastFailedAt} />
    </Typography>
  );
}

function EndpointCard({ endpoint }: { endpoint: Webhook_EndpointFragment }) {
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="h3" component="div" noWrap>
        <EndpointLink endpoint={endpoint} />
      </Typography>
      {endpoint.description && (
        <Typography variant="caption" color="textSecondary" component="div" noWrap>
          {endpoint.url}
        </Typography>
      )}
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, mt: 0.5 }}>
        <EndpointStandingLabel endpoint={endpoint} />
        <Typography variant="caption" color="textSecondary">
          <SuccessRate health={endpoint.health} />
        </Typography>
      </Box>
    </Box>
  );
}
