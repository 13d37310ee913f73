import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { follow } from "../../live/follow.ts";
import { componentHealthSubscription } from "./systemQuery.ts";

/** What falls ill takes others along: they are looked at together. */
const togetherMs = 250;

/** Calls `onChange` when processes, or what they need, became well or ill, came or went. */
export function useHealthChanges(onChange: () => void): void {
  const client = useApolloClient();
  const changed = useEffectEvent(onChange);
  useEffect(
    function followHealth() {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const stop = follow(client, componentHealthSubscription, {}, () => {
        timer ??= setTimeout(() => {
          timer = undefined;
          changed();
        }, togetherMs);
      });
      return () => {
        clearTimeout(timer);
        stop();
      };
    },
    [client],
  );
}
