import { useQuery } from "@apollo/client/react";
import { Box, Skeleton, Tab, Tabs } from "@mui/material";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { loadWords } from "../../i18n/i18n.ts";
import { useAccountEvents } from "../../live/LiveContext.tsx";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useNow } from "../../ui/useNow.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { AccountHeader } from "./AccountHeader.tsx";
import { AccountOverviewTab } from "./AccountOverviewTab.tsx";
import { accountQuery } from "./accountQuery.ts";
import { AccountSettingsTab } from "./AccountSettingsTab.tsx";
import { AlertsTab } from "./AlertsTab.tsx";
import { DeleteAccountDialog } from "./DeleteAccountDialog.tsx";
import { HistoryTab } from "./HistoryTab.tsx";
import { LoginDialog } from "./LoginDialog.tsx";
import { LogoutDialog } from "./LogoutDialog.tsx";
import { RecordTrail } from "../../audit/RecordTrail.tsx";

/** With its words, when somebody goes there: most accounts are no applications. */
const CallbackTab = lazy(async () => {
  const [{ CallbackTab: Component }] = await Promise.all([
    import("../../callbacks/CallbackTab.tsx"),
    loadWords("callbacks"),
  ]);
  return { default: Component };
});

const ApplicationTab = lazy(async () => {
  const { ApplicationTab: Application } = await import("./ApplicationTab.tsx");
  return { default: Application };
});

const AccountMessages = lazy(async () => {
  const { AccountMessages: Messages } = await import("../../messages/AccountMessages.tsx");
  return { default: Messages };
});

const viewState = {
  tab: oneOf(
    ["overview", "messages", "history", "alerts", "callbacks", "application", "settings", "audit"],
    "overview",
  ),
  days: oneOf(["1", "7", "30"], "7"),
  dialog: oneOf(["login", "logout", "delete"], null),
};

const dayMs = 86_400_000;
const hourMs = 3_600_000;

export function AccountPage() {
  const { t } = useTranslation(["accounts", "alerts", "common"]);
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const can = useCan();
  const [{ tab, days, dialog }, change] = useUrlState(viewState);
  const since = useSince(Number(days));
  const {
    data,
    previousData,
    error: problem,
    refetch,
  } = useQuery(accountQuery, {
    variables: { id, since, historyFirst: 200, people: can("user:read") },
    fetchPolicy: "cache-and-network",
    pollInterval: 30_000,
    skipPollAttempt: () => document.hidden,
  });
  useAccountEvents((events) => {
    if (events.some(({ account }) => account.id === id)) void refetch();
  });

  const error = seriousError(problem);
  // Another account's answer must not stand under this one's address while it loads.
  const answer = data ?? (previousData?.account?.id === id ? previousData : undefined);
  const account = answer?.account;
  const close = () => change({ dialog: null });
  // Only applications are called in for by WeCom.
  const hasCallbacks = account?.connector === "CORP_APP" && can("callback:read");

  if (answer && !account)
    return (
      <GonePage title={t("gone.title")} list={{ path: "/accounts", text: t("gone.list") }}>
        {t("gone.text")}
      </GonePage>
    );
  if (!account)
    return (
      <LoadingPage
        title={t("title")}
        problem={error}
        onRetry={() => void refetch()}
        skeleton={<AccountSkeleton />}
      />
    );
  return (
    <Page
      personal
      title={account.name}
      heading={<AccountHeader.Title account={account} />}
      context={<AccountHeader.Context account={account} />}
      actions={<AccountHeader.Actions account={account} open={(which) => change(which, "push")} />}
    >
      {error !== undefined && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <Tabs
        value={tab}
        onChange={(_, next: typeof tab) => change({ tab: next }, "push")}
        variant="scrollable"
        allowScrollButtonsMobile
        sx={{ borderBottom: 1, borderColor: "divider", mb: 2 }}
      >
        <Tab value="overview" label={t("tab.overview")} />
        {can("message:read") && <Tab value="messages" label={t("tab.messages")} />}
        <Tab value="history" label={t("tab.history")} />
        {can("alert:read") && <Tab value="alerts" label={t("alerts:title")} />}
        {hasCallbacks && <Tab value="callbacks" label={t("tab.callbacks")} />}
        {account.connector === "CORP_APP" && <Tab value="application" label={t("tab.application")} />}
        <Tab value="settings" label={t("tab.settings")} />
        {can("audit:read") && <Tab value="audit" label={t("tab.audit")} />}
      </Tabs>
      {tab === "overview" && (
        <AccountOverviewTab
          account={account}
          since={since}
          days={days}
          onDays={(next) => change({ days: next })}
        />
      )}
      {tab === "messages" && can("message:read") && (
        <Suspense fallback={<Skeleton variant="rounded" height={320} />}>
          <AccountMessages accountId={id} />
        </Suspense>
      )}
      {tab === "history" && <HistoryTab account={account} />}
      {tab === "alerts" && can("alert:read") && <AlertsTab id={id} />}
      {tab === "callbacks" && hasCallbacks && (
        <Suspense fallback={<Skeleton variant="rounded" height={320} />}>
          <CallbackTab accountId={id} />
        </Suspense>
      )}
      {tab === "application" && account.connector === "CORP_APP" && (
        <Suspense fallback={<Skeleton variant="rounded" height={320} />}>
          <ApplicationTab accountId={id} />
        </Suspense>
      )}
      {tab === "settings" && <AccountSettingsTab account={account} />}
      {tab === "audit" && can("audit:read") && <RecordTrail resourceType="account" resourceId={id} />}
      {dialog === "login" && <LoginDialog id={id} onClose={close} />}
      {dialog === "logout" && <LogoutDialog id={id} onClose={close} />}
      {dialog === "delete" && (
        <DeleteAccountDialog id={id} onClose={close} onDeleted={() => void navigate("/accounts")} />
      )}
    </Page>
  );
}

/** Rounded to the hour, so that the same question keeps the same name in the cache. */
function useSince(days: number): string {
  const hour = Math.floor(useNow("halfMinute") / hourMs);
  return useMemo(() => new Date(hour * hourMs - days * dayMs).toISOString(), [hour, days]);
}

function AccountSkeleton() {
  return (
    <Box sx={{ display: "grid", gap: 2 }} aria-busy="true">
      <Skeleton variant="rounded" height={40} />
      <Skeleton variant="rounded" height={280} />
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "1fr", lg: "1fr 1fr" } }}>
        <Skeleton variant="rounded" height={260} />
        <Skeleton variant="rounded" height={260} />
      </Box>
    </Box>
  );
}
