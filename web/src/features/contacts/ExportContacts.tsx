import { type ApolloClient } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { toCsv } from "../../charts/csv.ts";
import type { ContactsQuery } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { ExportCsvButton } from "../../ui/ExportCsvButton.tsx";
import { followerNames } from "./contactCells.tsx";
import { calledName, type ContactRow, contactsQuery, filterOf, type ListState } from "./contactsQuery.ts";

/** More rows than this belong in a report of the server's, and not in a page's memory. */
const exportMax = 10_000;
const perRequest = 200;

/** Phone numbers are not in it. */
export function ExportContacts({ state }: { state: ListState }) {
  const { t } = useTranslation("contacts");
  const client = useApolloClient();
  const formats = useFormats();

  const read = async () => {
    const rows = await collect(client, state);
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
    return { csv, told: t("exported", { count: rows.length }) };
  };

  return <ExportCsvButton name={t("title")} read={read} />;
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
