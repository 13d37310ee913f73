import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { graphql } from "../gql/gql.ts";
import type { CallbackReceivedSubscription } from "../gql/graphql.ts";
import { follow } from "../live/follow.ts";

const callbackReceived = graphql(`
  subscription CallbackReceived($accountIds: [ID!]) {
    callbackReceived(accountIds: $accountIds) {
      at
      callbacks {
        callbackId
        accountId
        kind
        status
      }
    }
  }
`);

export type LiveCallback = CallbackReceivedSubscription["callbackReceived"]["callbacks"][number];

/** Follows callbacks for as long as somebody looks at them: those of one account, or all. */
export function useCallbackStream(
  accountId: string | undefined,
  onCallbacks: (callbacks: readonly LiveCallback[]) => void,
): void {
  const client = useApolloClient();
  const told = useEffectEvent(onCallbacks);
  useEffect(
    () =>
      follow(
        client,
        callbackReceived,
        { accountIds: accountId === undefined ? null : [accountId] },
        ({ callbackReceived: event }) => told(event.callbacks),
      ),
    [client, accountId],
  );
}
