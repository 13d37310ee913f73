import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { follow } from "../live/follow.ts";
import { liveSystemAlerts } from "./alertFragment.ts";

/** A storm of alerts must not be a storm of questions. */
const onceInMs = 700;

/** Calls back soon after something happened to an alert, once for what came together. */
export function useAlertNews(onNews: () => void): void {
  const client = useApolloClient();
  const tell = useEffectEvent(onNews);
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const stop = follow(client, liveSystemAlerts, {}, () => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        tell();
      }, onceInMs);
    });
    return () => {
      clearTimeout(waiting);
      stop();
    };
  }, [client]);
}
