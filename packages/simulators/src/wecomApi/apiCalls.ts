import type { ApiCall } from "./call.ts";
import { post } from "./call.ts";
import { chatCalls } from "./calls/chats.ts";
import { customerCalls } from "./calls/customers.ts";
import { groupCalls } from "./calls/groups.ts";
import { groupSendCalls } from "./calls/groupSends.ts";
import { kfCalls } from "./calls/kf.ts";
import { mediaCalls } from "./calls/media.ts";
import { memberCalls } from "./calls/members.ts";
import { robotCalls } from "./calls/robots.ts";
import { tagCalls } from "./calls/tags.ts";

/** What needs a token, by its name below `/cgi-bin/`. */
export const tokenCalls: ReadonlyMap<string, ApiCall> = new Map<string, ApiCall>([
  ["message/send", post((call) => call.corp.messages.send.handle(call))],
  ["message/recall", post((call) => call.corp.messages.recall.handle(call))],
  ["message/update_template_card", post((call) => call.corp.messages.updateCard.handle(call))],
  ...Object.entries({
    ...mediaCalls,
    ...chatCalls,
    ...memberCalls,
    ...customerCalls,
    ...tagCalls,
    ...groupCalls,
    ...groupSendCalls,
    ...kfCalls,
  }),
]);

/** What needs a robot's key. */
export const keyCalls: ReadonlyMap<string, ApiCall> = new Map<string, ApiCall>(Object.entries(robotCalls));
