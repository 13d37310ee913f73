import { useQuery } from "@apollo/client/react";
import { graphql } from "../../gql/gql.ts";
import type { MessageContentInput } from "../../gql/graphql.ts";
import { type ContentIssue, issueOf } from "../../messages/content/issueText.ts";
import { useDebounced } from "../../ui/useDebounced.ts";

const previewQuery = graphql(`
  query PreviewMessage($input: PreviewMessageInput!) {
    previewMessage(input: $input) {
      content
      missing
      issues
      keyword
    }
  }
`);

const pauseMs = 500;

/** What the server would say to a content, asked in pauses of writing. */
export function useContentCheck(
  content: MessageContentInput,
  variables: readonly { name: string; value: string }[],
  skip: boolean,
): { issues: readonly ContentIssue[]; keyword: string | null } {
  // Compared as text: each keystroke makes another object of the same content.
  const asked = useDebounced(JSON.stringify({ content, variables }), pauseMs);
  const { data, previousData } = useQuery(previewQuery, {
    variables: { input: inputOf(asked) },
    skip,
    fetchPolicy: "network-only",
  });
  const preview = skip ? undefined : (data ?? previousData)?.previewMessage;
  return { issues: preview?.issues.map(issueOf) ?? [], keyword: preview?.keyword ?? null };
}

function inputOf(asked: string): {
  content: MessageContentInput;
  variables: { name: string; value: string }[];
} {
  // It is what was written a few lines above.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(asked) as { content: MessageContentInput; variables: { name: string; value: string }[] };
}
