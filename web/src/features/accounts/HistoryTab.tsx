import { useApolloClient } from "@apollo/client/react";
import ArrowIcon from "@mui/icons-material/ArrowForwardRounded";
import HistoryIcon from "@mui/icons-material/HistoryRounded";
import { Box, Button } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { AccountConnector, HistoryItem_ChangeFragment } from "../../gql/graphql.ts";
import { AccountStatusChip } from "../../status/AccountStatusChip.tsx";
import { useReasonText } from "../../status/reasonText.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Timeline, TimelineEntry } from "../../ui/Timeline.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import type { AccountData } from "./accountQuery.ts";

const olderQuery = graphql(`
  query AccountHistory($id: ID!, $first: Int!, $after: String, $people: Boolean!) {
    account(id: $id) {
      id
      history(first: $first, after: $after) {
        nodes {
          ...HistoryItem_change
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** Every change of state, newest first: when, from where to where, why, and by whom. */
export function HistoryTab({ account }: { account: AccountData }) {
  const { t } = useTranslation(["accounts", "common"]);
  const can = useCan();
  const client = useApolloClient();
  const toaster = useToaster();
  const [older, setOlder] = useState<readonly HistoryItem_ChangeFragment[]>([]);
  const [cursor, setCursor] = useState<string | null>(null);
  const [ended, setEnded] = useState(false);
  const [busy, setBusy] = useState(false);
  const known = new Set(account.history.nodes.map(({ id }) => id));
  const items = [...account.history.nodes, ...older.filter(({ id }) => !known.has(id))];
  const more = !ended && account.history.pageInfo.hasNextPage;

  const loadMore = () => {
    setBusy(true);
    const after = cursor ?? account.history.pageInfo.endCursor;
    client
      .query({
        query: olderQuery,
        variables: { id: account.id, first: 100, after, people: can("user:read") },
        fetchPolicy: "no-cache",
      })
      .then(
        ({ data }) => {
          const history = data?.account?.history;
          setOlder([...older, ...(history?.nodes ?? [])]);
          setCursor(history?.pageInfo.endCursor ?? null);
          setEnded(!history?.pageInfo.hasNextPage);
        },
        (error: unknown) => toaster.failed(error),
      )
      .finally(() => setBusy(false));
  };

  return (
    <Panel title={t("history.title")} flush>
      {items.length === 0 ? (
        <EmptyState icon={<HistoryIcon />} title={t("history.empty")} />
      ) : (
        <Timeline>
          {items.map((item) => (
            <HistoryItem key={item.id} item={item} connector={account.connector} />
          ))}
        </Timeline>
      )}
      {more && (
        <Box sx={{ p: 1, textAlign: "center", borderTop: 1, borderColor: "divider" }}>
          <Button onClick={loadMore} disabled={busy}>
            {t("common:more")}
          </Button>
        </Box>
      )}
    </Panel>
  );
}

function HistoryItem(props: { item: HistoryItem_ChangeFragment; connector: AccountConnector }) {
  const { item, connector } = props;
  const { t } = useTranslation(["accounts", "status"]);
  const reason = useReasonText()(item.reason);
  return (
    <TimelineEntry
      at={item.at}
      titleWidth={300}
      actor={item.actor?.displayName ?? t(`status:actor.${item.actorKind}`)}
      title={
        <>
          {item.from && (
            <>
              <AccountStatusChip status={item.from} connector={connector} />
              <ArrowIcon sx={{ fontSize: 14, color: "text.secondary" }} />
            </>
          )}
          <AccountStatusChip status={item.to} connector={connector} />
        </>
      }
    >
      {reason}
    </TimelineEntry>
  );
}
