import { useMutation, useQuery } from "@apollo/client/react";
import BillIcon from "@mui/icons-material/ReceiptLongOutlined";
import { Box, Button, Link as TextLink, Skeleton, Typography } from "@mui/material";
import { use, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { BillsQuery } from "../../gql/graphql.ts";
import { TimeZoneContext, useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables, pagingState } from "../../ui/paging.ts";
import { Panel } from "../../ui/Panel.tsx";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { oneOf, text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan, useViewer } from "../../viewer/ViewerContext.ts";
import { BillLines } from "./BillLines.tsx";
import { billsQuery, closePeriod, draftQuery } from "./billQueries.ts";
import { lastMonth, moneyText } from "./money.ts";

type BillRow = BillsQuery["bills"]["nodes"][number];

const viewState = { tenant: text, dialog: oneOf(["close"], null), ...pagingState };

export function BillsPage() {
  const { t } = useTranslation(["quotas", "status"]);
  const [state, change] = useUrlState(viewState);
  const own = useViewer().tenant.id;
  const tenantId = state.tenant === "" || state.tenant === own ? null : state.tenant;
  const mayClose = useCan()("billing:manage") && tenantId !== null;
  const timeZone = use(TimeZoneContext);
  const toaster = useToaster();
  const [closeMonth] = useMutation(closePeriod);
  const { data, previousData, loading, error, refetch } = useQuery(billsQuery, {
    variables: { ...pageVariables(state), tenantId },
    fetchPolicy: "cache-and-network",
    pollInterval: 60_000,
  });
  const bills = (data ?? previousData)?.bills;
  const columns = useColumns();
  const period = lastMonth(timeZone);
  return (
    <Page
      title={t("bills.title")}
      context={t("bills.context")}
      actions={
        mayClose && (
          <Button variant="contained" onClick={() => change({ dialog: "close" }, "push")}>
            {t("bills.close")}
          </Button>
        )
      }
    >
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        <Draft tenantId={tenantId} />
        <ServerGrid
          name="bills"
          label={t("bills.title")}
          columns={columns}
          rows={bills?.nodes}
          loading={loading && !bills}
          error={seriousError(error)}
          onRetry={() => void refetch()}
          empty={
            <EmptyState icon={<BillIcon />} title={t("bills.empty")}>
              {t("bills.emptyText")}
            </EmptyState>
          }
          renderCard={(bill) => <BillCard bill={bill} />}
          footer={
            <Pager
              paging={state}
              pageInfo={bills?.pageInfo}
              total={bills?.totalCount}
              onPage={(paging) => change(paging, "push")}
            />
          }
        />
      </Box>
      {mayClose && state.dialog === "close" && (
        <ConfirmDialog
          title={t("bills.closeTitle", { period })}
          confirmText={t("bills.close")}
          onClose={() => change({ dialog: null })}
          onConfirm={async () => {
            await closeMonth({ variables: { input: { tenantId, period } } });
            toaster.done(t("bills.closed"));
            await refetch();
          }}
        >
          {t("bills.closeText")}
        </ConfirmDialog>
      )}
    </Page>
  );
}

function Draft({ tenantId }: { tenantId: string | null }) {
  const { t } = useTranslation("quotas");
  const { data, error, refetch } = useQuery(draftQuery, {
    variables: { tenantId },
    fetchPolicy: "cache-and-network",
    pollInterval: 30_000,
  });
  const draft = data?.billDraft;
  const problem = seriousError(error);
  return (
    <Panel title={t("bills.draft")} note={draft ? `${draft.period} · ${t("bills.draftNote")}` : undefined}>
      {draft ? (
        <BillLines {...draft} />
      ) : problem ? (
        <ErrorNotice error={problem} onRetry={() => void refetch()} />
      ) : (
        <Skeleton variant="rounded" height={260} aria-busy="true" />
      )}
    </Panel>
  );
}

function useColumns(): readonly Column<BillRow>[] {
  const { t } = useTranslation(["quotas", "status"]);
  const formats = useFormats();
  return useMemo(() => {
    const money = (field: "planFee" | "overage" | "total"): Column<BillRow> => ({
      field,
      headerName: t(`bills.${field}`),
      width: 150,
      align: "right",
      headerAlign: "right",
      renderCell: ({ row }) => moneyText(row[field], row.currency, formats.locale),
    });
    return [
      {
        field: "period",
        headerName: t("bills.period"),
        flex: 1,
        minWidth: 120,
        hideable: false,
        renderCell: ({ row }) => <BillLink bill={row} />,
      },
      {
        field: "plan",
        headerName: t("bills.plan"),
        width: 120,
        renderCell: ({ row }) => t(`status:plan.${row.plan}`),
      },
      money("planFee"),
      money("overage"),
      money("total"),
      {
        field: "closedAt",
        headerName: t("bills.closedAt"),
        width: 180,
        renderCell: ({ row }) => formats.dateTime(row.closedAt),
      },
    ];
  }, [t, formats]);
}

function BillLink({ bill }: { bill: BillRow }) {
  return (
    <TextLink component={Link} to={`/bills/${bill.id}`} underline="hover">
      {bill.period}
    </TextLink>
  );
}

function BillCard({ bill }: { bill: BillRow }) {
  const formats = useFormats();
  return (
    <Box sx={{ display: "flex", justifyContent: "space-between", gap: 1 }}>
      <Typography variant="h3" component="div">
        <BillLink bill={bill} />
      </Typography>
      <Typography sx={{ fontVariantNumeric: "tabular-nums" }}>
        {moneyText(bill.total, bill.currency, formats.locale)}
      </Typography>
    </Box>
  );
}
