import { type ApolloClient } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import DownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import { IconButton, Tooltip } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { download, toCsv } from "../../charts/csv.ts";
import type { ContactsQuery } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { followerNames } from "./contactCells.tsx";
import { calledName, type ContactRow, contactsQuery, filterOf, type ListState } from "./contactsQuery.ts";

/** More rows than this belong in a report of the server's, and not in a page's memory. */
const exportMax = 10_000;
const perRequest = 200;

/** The whole list as the filters have it, and not only the page on the screen. Phone numbers are not in it. */
export function ExportContacts({ state }: { state: ListState }) {
  const { t } = useTranslation(["contacts", "common"]);
  const client = useApolloClient();
  const formats = useFormats();
  const toaster = useToaster();
  const [busy, setBusy] = useState(false);
  const label = t("common:exportCsv");

  const run = () => {
    setBusy(true);
    collect(client, state)
      .then(
        (rows) => {
          const header = [
            "ID",
            "name",
            "remark",
            "status",
            "tags",
            "followers",
            "way",
            "state",
            "type",
            "added",
          ] as const;
          const csv = toCsv(
            header.map((field) => (field === "ID" ? field : t(`column.${field}`))),
            rows.map((row) => [
              row.id,
              row.name,
              calledName(row),
              t(`status.${row.status}`),
              row.tags.map(({ name }) => name).join(" "),
              followerNames(row),
              t(`way.${row.followers[0]?.addWay ?? "UNKNOWN"}`),
              row.followers[0]?.state,
              t(`type.${row.type}`),
              formats.exact(row.addedAt),
            ]),
          );
          download(`${t("title")} ${formats.date(Date.now())}.csv`, csv);
          toaster.done(t("exported", { count: rows.length }));
        },
        (error: unknown) => toaster.failed(error),
      )
      .finally(() => setBusy(false));
  };

  return (
    <Tooltip title={label}>
      <span>
        <IconButton aria-label={label} disabled={busy} onClick={run}>
          <DownloadIcon fontSize="small" />
        </IconButton>
      </span>
    </Tooltip>
  );
}

async function collect(client: ApolloClient, state: ListState): Promise<readonly ContactRow[]> {
  const rows: ContactRow[] = [];
  let after: string | null = null;
  while (rows.length < exportMax) {
    const answer: ApolloClient.QueryResult<ContactsQuery> = await client.query({
      query: contactsQuery,
      fetchPolicy: "no-cache",
      variables: { filter: filterOf(state), orderBy: state.order, first: perRequest, after },
    });
    if (!answer.data) break;
    const { nodes, pageInfo } = answer.data.contacts;
    rows.push(...nodes);
    if (!pageInfo.hasNextPage || !pageInfo.endCursor) break;
    after = pageInfo.endCursor;
  }
  return rows.slice(0, exportMax);
}
