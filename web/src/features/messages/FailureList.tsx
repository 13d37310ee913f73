import { useQuery } from "@apollo/client/react";
import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { Panel } from "../../ui/Panel.tsx";
import { useErrorWords } from "./errorWords.ts";

const failuresQuery = graphql(`
  query BatchFailures($id: ID!) {
    messageBatch(id: $id) {
      id
      items(statuses: [FAILED], first: 200) {
        nodes {
          id
          error {
            code
            meaning
            action
            meaningZh
            actionZh
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  }
`);

/** Why messages of a batch failed, and what to do: by reason, the most frequent first. */
export function FailureList({ batchId, failed }: { batchId: string; failed: number }) {
  const { t } = useTranslation("messages");
  const formats = useFormats();
  const words = useErrorWords();
  const { data } = useQuery(failuresQuery, {
    variables: { id: batchId },
    skip: failed === 0,
    fetchPolicy: "network-only",
    // Failures come while it runs; once it is over there is nothing new.
    pollInterval: 5_000,
    skipPollAttempt: () => document.hidden,
  });
  const items = data?.messageBatch?.items;
  const reasons = new Map<string, { count: number; meaning: string; action: string }>();
  for (const { error } of items?.nodes ?? []) {
    if (!error) continue;
    const known = reasons.get(error.code);
    reasons.set(error.code, { ...words(error), count: (known?.count ?? 0) + 1 });
  }
  const sorted = [...reasons].toSorted(([, one], [, other]) => other.count - one.count);
  return (
    <Panel
      title={t("batch.failures")}
      note={items?.pageInfo.hasNextPage ? t("batch.failuresFirst") : undefined}
    >
      {failed === 0 && (
        <Typography variant="body2" color="textSecondary">
          {t("batch.noFailures")}
        </Typography>
      )}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1.25 }}>
        {sorted.map(([code, { count, meaning, action }]) => (
          <li key={code}>
            <Box sx={{ display: "flex", gap: 1 }}>
              <Typography variant="body2" sx={{ flex: 1, fontWeight: 560 }}>
                {meaning}
              </Typography>
              <Typography variant="body2">{formats.number(count)}</Typography>
            </Box>
            <Typography variant="caption" color="textSecondary">
              {action} <code>{code}</code>
            </Typography>
          </li>
        ))}
      </Box>
    </Panel>
  );
}
