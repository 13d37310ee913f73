import type { ApolloClient, OperationVariables, TypedDocumentNode } from "@apollo/client";
import { retryDelayMs } from "./liveSocket.ts";

/**
 * Subscribes, and subscribes again when the server ends the stream, until told to stop.
 * Nothing of it enters the Apollo cache: writing there for every event is what makes consoles slow.
 */
export function follow<Data, Variables extends OperationVariables>(
  client: ApolloClient,
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  onData: (data: Data) => void,
): () => void {
  let stopped = false;
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: { unsubscribe(): void } | undefined;

  const again = () => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(begin, 500 + retryDelayMs(attempts++));
  };
  const begin = () => {
    if (stopped) return;
    current = client.subscribe<Data>({ query, variables, fetchPolicy: "no-cache" }).subscribe({
      next: ({ data }) => {
        attempts = 0;
        if (data) onData(data);
      },
      error: again,
      complete: again,
    });
  };
  begin();

  return () => {
    stopped = true;
    clearTimeout(timer);
    current?.unsubscribe();
  };
}
