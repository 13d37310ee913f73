import type { RecipientKind } from "../message.enums.ts";
import type { LimitKey } from "../../serverApi/providerLimits.ts";
import { bucketFor } from "./bucket.rules.ts";
import { limitIn } from "./limits.ts";
import type { LimitsInForce } from "./limits.ts";
import type { NamedBucket, Need } from "./rateLimiter.ts";

interface Outgoing {
  corpId: string;
  agentId: number;
  recipientKind: RecipientKind;
  recipient: string;
}

/**
 * The buckets a message needs room in. What WeCom sets for a day is planned for before, not waited for here. Messages to
 * members do not count as calls of an interface (WeCom path/90312).
 */
export function needOf({ corpId, agentId, recipientKind, recipient }: Outgoing, limits: LimitsInForce): Need {
  const bucket = (key: LimitKey, whose: string): NamedBucket => ({
    name: `${key}:${whose}`,
    ...bucketFor(limitIn(limits, key)),
  });
  switch (recipientKind) {
    case "MEMBER": {
      // WeCom does not distinguish the case of user ids.
      const whose = `${corpId}:${agentId}:${recipient.toLowerCase()}`;
      return [bucket("app_member_minute", whose), bucket("app_member_hour", whose)];
    }
    case "GROUP_CHAT":
      return [
        bucket("appchat_send_minute", corpId),
        bucket("corp_api_minute", `${corpId}:appchat/send`),
        bucket("corp_api_hour", `${corpId}:appchat/send`),
      ];
    case "KF_CUSTOMER":
      return [
        bucket("corp_api_minute", `${corpId}:kf/send_msg`),
        bucket("corp_api_hour", `${corpId}:kf/send_msg`),
      ];
    case "DEPARTMENT":
    case "TAG":
    // A group send takes a customer's message along; see groupSend/.
    case "CUSTOMER":
      return [];
  }
}

/** The buckets of one call of an interface, whatever it says (WeCom path/90312). */
export function needOfCall(corpId: string, api: string, limits: LimitsInForce): Need {
  return (["corp_api_minute", "corp_api_hour"] as const).map((key) => ({
    name: `${key}:${corpId}:${api}`,
    ...bucketFor(limitIn(limits, key)),
  }));
}
