import type { ApolloClient } from "@apollo/client";
import type { TFunction } from "i18next";
import { toCsv } from "../../charts/csv.ts";
import type { AccountsQuery } from "../../gql/graphql.ts";
import type { Formats } from "../../i18n/formats.ts";
import { type AccountRowData, accountsQuery, filterOf, type ListState } from "./accountListQuery.ts";

/** More rows than this belong in a report of the server's, and not in a page's memory. */
export const exportMax = 10_000;
const perRequest = 200;

/** Everything that fits the filters, in the list's order, page after page. */
export async function collectAccounts(
  client: ApolloClient,
  state: ListState,
  people: boolean,
): Promise<readonly AccountRowData[]> {
  const rows: AccountRowData[] = [];
  let after: string | null = null;
  while (rows.length < exportMax) {
    const answer: ApolloClient.QueryResult<AccountsQuery> = await client.query({
      query: accountsQuery,
      fetchPolicy: "no-cache",
      variables: { filter: filterOf(state), orderBy: state.order, first: perRequest, after, people },
    });
    if (!answer.data) break;
    const { nodes, pageInfo } = answer.data.accounts;
    rows.push(...nodes);
    if (!pageInfo.hasNextPage || !pageInfo.endCursor) break;
    after = pageInfo.endCursor;
  }
  return rows.slice(0, exportMax);
}

export function accountsCsv(
  rows: readonly AccountRowData[],
  t: TFunction<["accounts", "status", "common"]>,
  formats: Formats,
): string {
  const moment = (at: string | null) => (at ? formats.exact(at) : "");
  return toCsv(
    [
      "ID",
      t("column.name"),
      t("column.status"),
      t("column.since"),
      t("column.health"),
      t("column.group"),
      t("column.tags"),
      t("column.corp"),
      t("column.owner"),
      t("column.heartbeat"),
      t("column.created"),
    ],
    rows.map((row) => [
      row.id,
      row.name,
      t(`status:account.${row.status}`),
      moment(row.statusSince),
      row.healthScore,
      row.group,
      row.tags.join(" "),
      row.corp.name,
      row.owner?.displayName,
      moment(row.lastHeartbeatAt),
      moment(row.createdAt),
    ]),
  );
}
