import { useMutation, useQuery } from "@apollo/client/react";
import { Box, Skeleton } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { QuotaDimension } from "../../gql/graphql.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { oneOf, text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan, useViewer } from "../../viewer/ViewerContext.ts";
import { OverrideDialog } from "./OverrideDialog.tsx";
import { QuotaCard } from "./QuotaCard.tsx";
import { quotaTenantQuery } from "./quotaQueries.ts";
import { QuotaTrend } from "./QuotaTrend.tsx";
import { useQuotas } from "./useQuotas.ts";

const resetQuota = graphql(`
  mutation ResetTenantQuota($input: ResetTenantQuotaInput!) {
    resetTenantQuota(input: $input) {
      quota {
        ...Quota_quota
      }
    }
  }
`);

const dimensions: readonly QuotaDimension[] = [
  "ACCOUNTS",
  "MESSAGES",
  "API_CALLS",
  "STORAGE_BYTES",
  "AI_TOKENS",
  "SEATS",
  "ACTIVE_PATIENTS",
];
const viewState = {
  /** Another tenant's, for the platform's administrators. */
  tenant: text,
  show: oneOf(
    ["ACCOUNTS", "MESSAGES", "API_CALLS", "STORAGE_BYTES", "AI_TOKENS", "SEATS", "ACTIVE_PATIENTS"],
    "MESSAGES",
  ),
  dialog: oneOf(["edit", "reset"], null),
};

export function QuotasPage() {
  const { t } = useTranslation(["quotas", "status"]);
  const [state, change] = useUrlState(viewState);
  const own = useViewer().tenant.id;
  const asked = state.tenant === "" || state.tenant === own ? null : state.tenant;
  const mayManage = useCan()("quota:manage");
  const toaster = useToaster();
  const { plan, quotas, loading, error, refetch } = useQuotas(asked);
  const { data: named } = useQuery(quotaTenantQuery, {
    variables: { id: asked ?? own },
    skip: asked === null,
  });
  const [reset] = useMutation(resetQuota);
  const tenantId = asked ?? own;
  const chosen = quotas?.find(({ dimension }) => dimension === state.show);
  const close = () => change({ dialog: null });
  const name = named?.tenant?.name;
  return (
    <Page
      title={name ? t("ofTenant", { name }) : t("title")}
      context={plan ? t("plan", { plan: t(`status:plan.${plan}`) }) : t("context")}
    >
      {error !== undefined && !quotas && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <Box
        sx={{
          display: "grid",
          gap: 2,
          gridTemplateColumns: "repeat(auto-fill, minmax(min(320px, 100%), 1fr))",
        }}
      >
        {loading &&
          dimensions.map((each) => <Skeleton key={each} variant="rounded" height={210} aria-busy="true" />)}
        {quotas?.map((quota) => (
          <QuotaCard
            key={quota.dimension}
            quota={quota}
            onShow={() => change({ show: quota.dimension })}
            onEdit={mayManage ? () => change({ show: quota.dimension, dialog: "edit" }, "push") : null}
            onReset={mayManage ? () => change({ show: quota.dimension, dialog: "reset" }, "push") : null}
          />
        ))}
      </Box>
      <Box sx={{ mt: 2 }}>
        {chosen && <QuotaTrend dimension={chosen.dimension} window={chosen.window} tenantId={asked} />}
      </Box>
      {mayManage && chosen && state.dialog === "edit" && (
        <OverrideDialog
          quota={chosen}
          onClose={close}
          onDone={() => {
            close();
            void refetch();
          }}
        />
      )}
      {mayManage && chosen && state.dialog === "reset" && (
        <ConfirmDialog
          title={t("reset.title")}
          confirmText={t("reset.action")}
          onClose={close}
          onConfirm={async () => {
            await reset({ variables: { input: { tenantId, dimension: chosen.dimension } } });
            toaster.done(t("reset.done"));
            await refetch();
          }}
        >
          {t("reset.text")}
        </ConfirmDialog>
      )}
    </Page>
  );
}
