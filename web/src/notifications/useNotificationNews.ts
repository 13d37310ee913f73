import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import type { Notification_ItemFragment } from "../gql/graphql.ts";
import { follow } from "../live/follow.ts";
import { notificationReceived, unreadCountChanged } from "./notificationQueries.ts";

/** However much comes in, it is looked at again so often at most. */
const pauseMs = 600;

/** Calls `onNews` when something came or was read elsewhere, with what came since. */
export function useNotificationNews(onNews: (came: readonly Notification_ItemFragment[]) => void): void {
  const client = useApolloClient();
  const tell = useEffectEvent(onNews);
  useEffect(() => {
    let came: Notification_ItemFragment[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        const fresh = came;
        came = [];
        tell(fresh);
      }, pauseMs);
    };
    const stops = [
      follow(client, notificationReceived, {}, ({ notificationReceived: one }) => {
        came.push(one);
        soon();
      }),
      follow(client, unreadCountChanged, {}, soon),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [client]);
}
