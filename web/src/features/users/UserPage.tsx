import { useQuery } from "@apollo/client/react";
import { Box, Tab, Tabs } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { RecordTrail } from "../../audit/RecordTrail.tsx";
import { graphql } from "../../gql/gql.ts";
import { languageOf, nameOf } from "../../i18n/i18n.ts";
import { seriousError } from "../../session/refusal.ts";
import { SessionList } from "../../sessionList/SessionList.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { PersonAvatar } from "../../ui/PersonAvatar.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { UserActions } from "./UserActions.tsx";
import { UserRoles } from "./UserRoles.tsx";
import { UserStanding } from "./UserStanding.tsx";

const userQuery = graphql(`
  query User($id: ID!) {
    user(id: $id) {
      ...User_user
    }
  }
`);

const viewState = {
  tab: oneOf(["overview", "sessions", "audit", "acts"], "overview"),
  dialog: oneOf(["rename", "disable", "reset", "remove", "end"], null),
};

export function UserPage() {
  const { t } = useTranslation(["users", "common"]);
  const { id = "" } = useParams();
  const can = useCan();
  const [{ tab, dialog }, change] = useUrlState(viewState);
  const { data, error, refetch } = useQuery(userQuery, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const user = data?.user;
  const serious = seriousError(error);

  if (data && !user)
    return (
      <GonePage title={t("gone.title")} list={{ path: "/users", text: t("gone.list") }}>
        {t("gone.text")}
      </GonePage>
    );
  if (!user) return <LoadingPage title={t("title")} problem={serious} onRetry={() => void refetch()} />;
  return (
    <Page
      personal
      title={user.displayName}
      heading={
        <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 1.25 }}>
          <PersonAvatar id={user.id} name={user.displayName} size={32} />
          {user.displayName}
          <UserStanding user={user} />
        </Box>
      }
      context={user.email}
      actions={<UserActions user={user} dialog={dialog} open={(next) => change({ dialog: next }, "push")} />}
    >
      <Tabs
        value={tab}
        onChange={(_, next: typeof tab) => change({ tab: next }, "push")}
        variant="scrollable"
        sx={{ borderBottom: 1, borderColor: "divider", mb: 2 }}
      >
        <Tab value="overview" label={t("tab.overview")} />
        {can("session:read") && <Tab value="sessions" label={t("tab.sessions")} />}
        {can("audit:read") && <Tab value="audit" label={t("tab.audit")} />}
        {can("audit:read") && <Tab value="acts" label={t("tab.acts")} />}
      </Tabs>
      {tab === "overview" && (
        <Box
          sx={{
            display: "grid",
            gap: 2,
            gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "1fr 1fr" },
            alignItems: "start",
          }}
        >
          <Panel title={t("facts.title")}>
            <Facts
              facts={[
                [t("column.email"), user.email],
                [t("facts.language"), nameOf(languageOf(user.locale))],
                [t("column.totp"), user.totpEnabled ? t("totpOn") : t("totpOff")],
                [
                  t("column.lastSignIn"),
                  user.lastSignInAt ? <TimeAgo at={user.lastSignInAt} /> : t("common:never"),
                ],
                [t("column.created"), <Time key="created" at={user.createdAt} />],
              ]}
            />
          </Panel>
          <UserRoles user={user} />
        </Box>
      )}
      {tab === "sessions" && can("session:read") && (
        <SessionList filter={{ userId: user.id }} withUser={false} />
      )}
      {tab === "audit" && can("audit:read") && <RecordTrail resourceType="user" resourceId={user.id} />}
      {tab === "acts" && can("audit:read") && <RecordTrail title={t("tab.acts")} actorId={user.id} />}
    </Page>
  );
}
