import { useApolloClient } from "@apollo/client/react";
import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from "react";
import { graphql } from "../gql/gql.ts";
import { type AccountEvent, AccountStream, type LiveAccount, newest } from "./accountStream.ts";
import { conversationChanged } from "./conversationQueries.ts";
import { type ConversationChange, ConversationStream } from "./conversationStream.ts";
import { follow } from "./follow.ts";
import type { LiveSnapshot, LiveSocket } from "./liveSocket.ts";

const accountStatusChanged = graphql(`
  subscription AccountStatusChanged {
    accountStatusChanged {
      id
      at
      from
      to
      event
      reason
      version
      account {
        id
        name
        healthScore
        allowedActions
        tenant {
          id
          name
        }
      }
    }
  }
`);

interface Live {
  socket: LiveSocket;
  accounts: AccountStream;
  conversations: ConversationStream;
}

const LiveContext = createContext<Live | null>(null);

/** Opens the live connection for as long as somebody is signed in, and listens to the accounts. */
export function LiveProvider(props: {
  socket: LiveSocket;
  mayReadAccounts: boolean;
  mayReadConversations: boolean;
  children: ReactNode;
}) {
  const { socket, mayReadAccounts, mayReadConversations } = props;
  const client = useApolloClient();
  const [live] = useState<Live>(() => ({
    socket,
    accounts: new AccountStream(),
    conversations: new ConversationStream(),
  }));

  useEffect(() => {
    socket.start();
    return () => socket.stop();
  }, [socket]);

  useEffect(() => {
    if (!mayReadAccounts) return;
    return follow(client, accountStatusChanged, {}, ({ accountStatusChanged: event }) =>
      live.accounts.push(event),
    );
  }, [client, live, mayReadAccounts]);

  useEffect(() => {
    if (!mayReadConversations) return;
    return follow(client, conversationChanged, {}, ({ conversationChanged: change }) =>
      live.conversations.push(change),
    );
  }, [client, live, mayReadConversations]);

  useEffect(
    () =>
      socket.onResumed(() => {
        void client.refetchQueries({ include: "active" });
      }),
    [client, socket],
  );

  return <LiveContext value={live}>{props.children}</LiveContext>;
}

function useLive(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error("Live data needs a LiveProvider above it.");
  return live;
}

export function useLiveState(): LiveSnapshot {
  const { socket } = useLive();
  return useSyncExternalStore(socket.subscribe, socket.snapshot);
}

/** The account as it is now: the query's answer until the stream knows something newer. */
export function useLiveAccount<Row extends LiveAccount & { id: string }>(row: Row): Row {
  const { accounts } = useLive();
  const subscribe = useCallback(
    (listener: () => void) => accounts.onAccount(row.id, listener),
    [accounts, row.id],
  );
  const live = useSyncExternalStore(subscribe, () => accounts.account(row.id));
  return newest(row, live);
}

/** Calls `listener` once per frame with the events that arrived, for those who count or list them. */
export function useAccountEvents(listener: (events: readonly AccountEvent[]) => void): void {
  const { accounts } = useLive();
  const onEvents = useEffectEvent(listener);
  useEffect(() => accounts.onBatch((events) => onEvents(events)), [accounts]);
}

/**
 * Calls `listener` once per frame with the conversations that changed, and `onResumed` when the connection is back
 * after a gap that nobody can tell of.
 */
export function useConversationChanges(
  listener: (changes: readonly ConversationChange[]) => void,
  onResumed: () => void,
): void {
  const { conversations, socket } = useLive();
  const onChanges = useEffectEvent(listener);
  const onBack = useEffectEvent(onResumed);
  useEffect(() => conversations.onBatch((changes) => onChanges(changes)), [conversations]);
  useEffect(() => socket.onResumed(() => onBack()), [socket]);
}
