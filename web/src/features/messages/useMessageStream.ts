import { useApolloClient } from "@apollo/client/react";
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from "react";
import { graphql } from "../../gql/gql.ts";
import type { MessageStatus } from "../../gql/graphql.ts";
import { follow } from "../../live/follow.ts";
import { type MessageChange, MessageStream, newestStatus } from "../../live/messageStream.ts";

const messageStatusChanged = graphql(`
  subscription MessageStatusChanged($accountIds: [ID!], $batchId: ID) {
    messageStatusChanged(accountIds: $accountIds, batchId: $batchId) {
      at
      changes {
        messageId
        accountId
        status
        errorCode
      }
    }
  }
`);

interface Followed {
  accountIds?: readonly string[];
  batchId?: string;
}

/** The rows of a list listen to this one. */
export const MessageStreamContext = createContext<MessageStream | null>(null);

/** Follows messages for as long as somebody looks at them: those of the accounts or the batch, or all. */
export function useMessageStream(
  { accountIds, batchId }: Followed,
  onChanges?: (changes: readonly MessageChange[]) => void,
): MessageStream {
  const client = useApolloClient();
  const [stream] = useState(() => new MessageStream());
  const told = useEffectEvent((changes: readonly MessageChange[]) => onChanges?.(changes));
  const wanted = accountIds?.join(",") ?? "";

  useEffect(
    () =>
      follow(
        client,
        messageStatusChanged,
        { accountIds: wanted ? wanted.split(",") : null, batchId: batchId || null },
        ({ messageStatusChanged: event }) => stream.push(event.changes),
      ),
    [client, stream, wanted, batchId],
  );
  useEffect(() => stream.onBatch((changes) => told(changes)), [stream]);
  return stream;
}

/** A message's status as it is now: the query's answer until the stream knows a newer one. */
export function useLiveStatus({ id, status }: { id: string; status: MessageStatus }): MessageStatus {
  const stream = use(MessageStreamContext);
  const subscribe = useCallback(
    (listener: () => void) => stream?.onMessage(id, listener) ?? (() => {}),
    [stream, id],
  );
  const live = useSyncExternalStore(subscribe, () => stream?.message(id));
  return newestStatus(status, live);
}
