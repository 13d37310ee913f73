import { useMutation, useQuery } from "@apollo/client/react";
import { Box, Button, FormControlLabel, Switch, Tab, Tabs, Typography } from "@mui/material";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { seriousError } from "../../session/refusal.ts";
import { SessionList } from "../../sessionList/SessionList.tsx";
import { SessionTable } from "../../sessionList/SessionTable.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Page } from "../../ui/Page.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { flag, oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";

const mineQuery = graphql(`
  query MySessions {
    mySessions(first: 100) {
      nodes {
        ...Session_session
      }
    }
  }
`);

const endOthers = graphql(`
  mutation EndMyOtherSessions($input: EndAllSessionsInput!) {
    endAllSessions(input: $input) {
      endedCount
    }
  }
`);

const viewState = { tab: oneOf(["mine", "all"], "mine"), ended: flag };

export function SessionsPage() {
  const { t } = useTranslation("sessions");
  const can = useCan();
  const [{ tab, ended }, change] = useUrlState(viewState);
  const all = tab === "all" && can("session:read");
  const filter = useMemo(() => (ended ? {} : { active: true }), [ended]);
  return (
    <Page fill personal title={t("title")}>
      <Box sx={{ display: "flex", alignItems: "center", borderBottom: 1, borderColor: "divider", mb: 2 }}>
        <Tabs
          value={all ? "all" : "mine"}
          onChange={(_, next: typeof tab) => change({ tab: next }, "push")}
          sx={{ flex: 1 }}
        >
          <Tab value="mine" label={t("tab.mine")} />
          {can("session:read") && <Tab value="all" label={t("tab.all")} />}
        </Tabs>
        {all && (
          <FormControlLabel
            control={
              <Switch size="small" checked={!ended} onChange={(_, checked) => change({ ended: !checked })} />
            }
            label={<Typography variant="body2">{t("onlyActive")}</Typography>}
          />
        )}
      </Box>
      {all ? <SessionList key={String(ended)} filter={filter} withUser /> : <Mine />}
    </Page>
  );
}

function Mine() {
  const { t } = useTranslation("sessions");
  const toaster = useToaster();
  const [asking, setAsking] = useState(false);
  const { data, loading, error, refetch } = useQuery(mineQuery, { fetchPolicy: "cache-and-network" });
  const [end] = useMutation(endOthers, { refetchQueries: ["MySessions"] });
  const sessions = data?.mySessions.nodes;
  const others = sessions?.some(({ current, endedAt }) => !current && !endedAt) ?? false;
  return (
    <>
      {others && (
        <Box sx={{ mb: 1.5 }}>
          <Button variant="outlined" color="error" onClick={() => setAsking(true)}>
            {t("endOthers.action")}
          </Button>
        </Box>
      )}
      <SessionTable
        own
        sessions={sessions}
        withUser={false}
        loading={loading}
        error={seriousError(error)}
        onRetry={() => void refetch()}
      />
      {asking && (
        <ConfirmDialog
          danger
          title={t("endOthers.title")}
          confirmText={t("endOthers.action")}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            const { data: answer } = await end({ variables: { input: { exceptCurrent: true } } });
            toaster.done(t("endOthers.done", { count: answer?.endAllSessions.endedCount ?? 0 }));
          }}
        >
          {t("endOthers.text")}
        </ConfirmDialog>
      )}
    </>
  );
}
