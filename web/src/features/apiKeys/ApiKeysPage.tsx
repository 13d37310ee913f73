import { useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import KeyIcon from "@mui/icons-material/KeyOutlined";
import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables, pagingState } from "../../ui/paging.ts";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { oneOf, text } from "../../ui/urlState.ts";
import { useStable } from "../../ui/useStable.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { CreateKeyDialog } from "./CreateKeyDialog.tsx";
import { DeveloperMenu } from "./DeveloperMenu.tsx";
import { KeyMenu, KeyStandingLabel, useKeyColumns } from "./keyColumns.tsx";
import { RevokeKeyDialog, RotateKeyDialog } from "./KeyDialogs.tsx";
import { SecretDialog } from "./SecretDialog.tsx";

const apiKeysQuery = graphql(`
  query ApiKeys($first: Int, $after: String, $last: Int, $before: String) {
    apiKeys(first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...ApiKey_key
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

const viewState = {
  dialog: oneOf(["create", "rotate", "revoke"], null),
  key: text,
  ...pagingState,
};

export function ApiKeysPage() {
  const { t } = useTranslation("apiKeys");
  const can = useCan();
  const mayWrite = can("api-key:write");
  const [state, change] = useUrlState(viewState);
  // A secret is never in the address, the cache or a store: it is here until the dialog closes.
  const [secret, setSecret] = useState<string | null>(null);
  const { data, previousData, loading, error, refetch } = useQuery(apiKeysQuery, {
    variables: { ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
  });
  const keys = (data ?? previousData)?.apiKeys;
  const chosen = keys?.nodes.find(({ id }) => id === state.key);
  const close = () => change({ dialog: null, key: "" });
  const made = (fresh: string) => {
    setSecret(fresh);
    close();
    void refetch();
  };
  const act = useStable((dialog: "rotate" | "revoke", key: string) => change({ dialog, key }, "push"));
  const columns = useKeyColumns(mayWrite, act);
  const addButton = mayWrite && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => change({ dialog: "create" }, "push")}>
      {t("open")}
    </Button>
  );

  return (
    <Page
      fill
      title={t("title")}
      context={t("context")}
      actions={
        <>
          <DeveloperMenu />
          {addButton}
        </>
      }
    >
      <ServerGrid
        name="apiKeys"
        label={t("title")}
        columns={columns}
        rows={keys?.nodes}
        loading={loading}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        empty={
          <EmptyState icon={<KeyIcon />} title={t("empty.title")} action={addButton}>
            {t("empty.text")}
          </EmptyState>
        }
        renderCard={(key) => (
          <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
            <Box sx={{ flex: 1, minWidth: 0 }}>
              <Typography variant="h3" component="div">
                {key.name}
              </Typography>
              <Typography variant="caption" color="textSecondary" component="div" noWrap>
                <code>{`${key.prefix}…${key.lastFour}`}</code> · {key.scopes.join(" ")}
              </Typography>
              <KeyStandingLabel apiKey={key} />
            </Box>
            {mayWrite && <KeyMenu apiKey={key} onAct={act} />}
          </Box>
        )}
        footer={
          <Pager
            paging={state}
            pageInfo={keys?.pageInfo}
            total={keys?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
      {mayWrite && state.dialog === "create" && <CreateKeyDialog onClose={close} onMade={made} />}
      {mayWrite && state.dialog === "rotate" && chosen && (
        <RotateKeyDialog apiKey={chosen} onClose={close} onMade={made} />
      )}
      {mayWrite && state.dialog === "revoke" && chosen && <RevokeKeyDialog apiKey={chosen} onClose={close} />}
      {secret !== null && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </Page>
  );
}
