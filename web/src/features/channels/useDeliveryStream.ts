import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { graphql } from "../../gql/gql.ts";
import { follow } from "../../live/follow.ts";

const deliveryChanged = graphql(`
  subscription NotificationDeliveryChanged($channelId: ID) {
    notificationDeliveryChanged(channelId: $channelId) {
      ...Channel_delivery
    }
  }
`);

const gatherMs = 700;

/** Calls `onNews` when something happened to deliveries, at most every so often: the list is then read again. */
export function useDeliveryStream(channelId: string | undefined, onNews: () => void): void {
  const client = useApolloClient();
  const news = useEffectEvent(onNews);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = follow(client, deliveryChanged, channelId === undefined ? {} : { channelId }, () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        news();
      }, gatherMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, channelId]);
}
