import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent, useState } from "react";
import { graphql } from "../../gql/gql.ts";
import type { Webhook_DeliveryFragment } from "../../gql/graphql.ts";
import { follow } from "../../live/follow.ts";

const deliveryChanged = graphql(`
  subscription WebhookDeliveryChanged($endpointId: ID!) {
    webhookDeliveryChanged(endpointId: $endpointId) {
      ...Webhook_delivery
    }
  }
`);

const gatherMs = 700;
const keptMax = 500;

/**
 * Deliveries as they are now, by id, for rows that are on the screen. `onNews` is called when something happened, at
 * most every so often: the list is read again rather than pieced together.
 */
export function useDeliveryStream(
  endpointId: string,
  onNews: () => void,
): ReadonlyMap<string, Webhook_DeliveryFragment> {
  const client = useApolloClient();
  const [live, setLive] = useState<ReadonlyMap<string, Webhook_DeliveryFragment>>(new Map());
  const news = useEffectEvent(onNews);

  useEffect(() => {
    let gathered: Webhook_DeliveryFragment[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      const fresh = gathered;
      gathered = [];
      setLive((known) => new Map([...known, ...fresh.map((one) => [one.id, one] as const)].slice(-keptMax)));
      news();
    };
    const stop = follow(client, deliveryChanged, { endpointId }, ({ webhookDeliveryChanged: delivery }) => {
      gathered.push(delivery);
      timer ??= setTimeout(tell, gatherMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, endpointId]);
  return live;
}
