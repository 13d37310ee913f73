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
  const written = JSON.stringify({ content, variables });
  const asked = useDebounced(written, pauseMs);
  // What was said to an earlier text is not shown beside this one.
  const settled = !skip && asked === written;
  const { data } = useQuery(previewQuery, {
    variables: { input: inputOf(asked) },
    skip: !settled,
    fetchPolicy: "network-only",
  });
  const preview = settled ? data?.previewMessage : undefined;
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
