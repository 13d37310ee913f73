import type { RequestContext } from "@wegraph/kit/context";
import type { EventDefinition } from "@wegraph/kit/events";
import type { EventFeed } from "@wegraph/kit/feed";
import { checkNamedIds } from "@wegraph/kit/namedIds";
import type { Permission } from "@wegraph/kit/principal";
import type { SubscribeResolverData } from "type-graphql";
import { reaches } from "./patient.scope.ts";
import type { Reach } from "./patient.scope.ts";

type Asked = SubscribeResolverData<unknown, { patientId?: string | null }, RequestContext>;

/** The `subscribe` of a feed about the patients that the permission reaches, or one of them: `patientId`, if given. */
export function patientFeed<Payload extends Reach & { patientId: string }>(
  feed: EventFeed,
  definition: EventDefinition<Payload>,
  permission: Permission,
) {
  return ({ args: { patientId }, context }: Asked) => {
    checkNamedIds("patientId", patientId == null ? null : [patientId]);
    const wanted = patientId?.toLowerCase();
    return feed.subscribe(context, definition, {
      where: ({ payload }) =>
        (wanted === undefined || payload.patientId === wanted) &&
        reaches(context.principal, permission, payload),
    });
  };
}
