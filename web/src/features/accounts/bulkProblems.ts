import type { ApolloClient } from "@apollo/client";
import type { TFunction } from "i18next";
import { type Cell, download, toCsv } from "../../charts/csv.ts";
import type { BulkOperationQuery } from "../../gql/graphql.ts";
import { bulkOperationQuery, problemStatuses } from "./useBulkOperation.ts";

/** Every account that was refused or failed, with why, for whoever has to look into them. */
export async function downloadProblems(
  client: ApolloClient,
  id: string,
  t: TFunction<["accounts", "status", "common"]>,
): Promise<void> {
  const rows: Cell[][] = [];
  let after: string | null = null;
  do {
    const answer: ApolloClient.QueryResult<BulkOperationQuery> = await client.query({
      query: bulkOperationQuery,
      variables: { id, statuses: problemStatuses, first: 200, after },
      fetchPolicy: "no-cache",
    });
    const items = answer.data?.bulkOperation?.items;
    for (const item of items?.nodes ?? [])
      rows.push([
        item.accountId,
        item.accountName,
        t(`status:bulkItem.${item.status}`),
        item.code,
        item.message,
      ]);
    after = items?.pageInfo.hasNextPage ? items.pageInfo.endCursor : null;
  } while (after);
  const header = ["ID", t("column.name"), t("bulk.result"), t("bulk.code"), t("bulk.message")];
  download(`${t("bulk.problemFile")}.csv`, toCsv(header, rows));
}
