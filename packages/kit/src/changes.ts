import { Directive, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { z } from "zod";
import { auditEvent } from "./audit.ts";
import type { RequestContext } from "./context.ts";
import { defineEvent } from "./events.ts";
import type { DomainEvent } from "./events.ts";
import { anySubject, everyTenant } from "./feed.ts";
import type { EventFeed } from "./feed.ts";
import { demandGateway } from "./principal.ts";

const anyEvent = defineEvent(anySubject, z.unknown());
const audited = z.object({ resourceType: z.string() });

/**
 * What gateways follow to know which cached answers have ended: the tenant and GraphQL type of everything in this
 * domain that changed. Every event names a type by its subject, every audit record by its resource, so a domain has
 * nothing to declare.
 */
export function changesResolver(domain: string, feed: EventFeed): object {
  const subscribe = ({ context }: SubscribeResolverData<unknown, object, RequestContext>) => {
    const { principal, place } = context;
    demandGateway(principal);
    const where = ({ subject }: DomainEvent) => subject.startsWith(`${domain}.`);
    const follower = feed.follow(anyEvent, { tenantId: everyTenant, where });
    if (place) place.position = follower.position;
    return follower;
  };

  @Resolver()
  class ChangesResolver {
    @Directive("@inaccessible")
    @Subscription(() => [String], {
      name: `_${domain}Changed`,
      subscribe,
      description: "For the gateway: the tenant's id and the type of something that changed.",
    })
    changed(@Root() event: DomainEvent): string[] {
      return [event.tenantId, changedType(domain, event)];
    }
  }
  return new ChangesResolver();
}

/** `core.api-key.revoked.v1` → `ApiKey`; what is audited, by the kind of thing that the act was about. */
export function changedType(domain: string, { subject, payload }: DomainEvent): string {
  const { resourceType } = subject === auditEvent(domain).subject ? audited.parse(payload) : {};
  const [, entity = ""] = subject.split(".");
  return (resourceType ?? entity).replace(/(?:^|[-_. ])(\w)/g, (_, letter: string) => letter.toUpperCase());
}
