import type { ApolloClient } from "@apollo/client";
import type { TFunction } from "i18next";
import { toCsv } from "../../charts/csv.ts";
import type { MessageFilter, RecordsQuery } from "../../gql/graphql.ts";
import type { Formats } from "../../i18n/formats.ts";
import type { useErrorWords } from "./errorWords.ts";
import { type MessageRow, recordsQuery } from "./recordsQuery.ts";
import { summaryOf } from "./summaryText.ts";

/** More than a batch is a report of the server's, and not for a page's memory. */
export const exportMax = 10_000;
const perRequest = 200;

/** What fits the filter, newest first, page after page; `more` when there was more than an export holds. */
export async function collectRecords(
  client: ApolloClient,
  filter: MessageFilter | null,
): Promise<{ rows: readonly MessageRow[]; more: boolean }> {
  const rows: MessageRow[] = [];
  let after: string | null = null;
  for (;;) {
    const answer: ApolloClient.QueryResult<RecordsQuery> = await client.query({
      query: recordsQuery,
      fetchPolicy: "no-cache",
      variables: { filter, first: perRequest, after, count: false },
    });
    if (!answer.data) return { rows, more: false };
    const { nodes, pageInfo } = answer.data.messages;
    rows.push(...nodes);
    if (!pageInfo.hasNextPage || !pageInfo.endCursor) return { rows, more: false };
    if (rows.length >= exportMax) return { rows, more: true };
    after = pageInfo.endCursor;
  }
}

export function recordsCsv(
  rows: readonly MessageRow[],
  t: TFunction<["messages", "status", "common"]>,
  formats: Formats,
  words: ReturnType<typeof useErrorWords>,
): string {
  const moment = (at: string | null) => (at ? formats.exact(at) : "");
  return toCsv(
    [
      "ID",
      t("column.createdAt"),
      t("column.status"),
      t("column.recipient"),
      t("column.type"),
      t("column.content"),
      t("column.account"),
      t("column.sentAt"),
      t("column.errorCode"),
      t("column.error"),
      t("column.batch"),
    ],
    rows.map((row) => [
      row.id,
      moment(row.createdAt),
      t(`status:message.${row.status}`),
      row.recipient,
      t(`type.${row.type}`),
      summaryOf(row.type, row.content),
      row.account?.name,
      moment(row.sentAt),
      row.error?.code,
      row.error ? words(row.error).meaning : "",
      row.batchId,
    ]),
  );
}
