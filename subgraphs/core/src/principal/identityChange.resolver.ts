import { Directive, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed } from "@wegraph/kit/feed";
import { demandGateway } from "@wegraph/kit/principal";
import { Json } from "../scalars.ts";
import type { IdentityChange } from "./identityChange.ts";
import { identityChanges } from "./identityChanges.ts";

/**
 * What the gateway follows to end streams in time, outside the public graph. A class made around the feed, because
 * type-graphql calls `subscribe` without the resolver's instance.
 */
export function identityChangeResolver(feed: EventFeed): object {
  const subscribe = ({ context }: SubscribeResolverData<unknown, object, RequestContext>) => {
    demandGateway(context.principal);
    return identityChanges(feed);
  };

  @Resolver()
  class IdentityChangeResolver {
    @Directive("@inaccessible")
    @Subscription(() => Json, {
      subscribe,
      description:
        "Whose rights may have changed, for the gateway: {tenantId, principalId}; one that is missing stands for all. Begins with everyone.",
    })
    _identityChanged(@Root() change: IdentityChange): IdentityChange {
      return change;
    }
  }
  return new IdentityChangeResolver();
}
