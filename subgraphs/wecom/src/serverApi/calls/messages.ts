import { z } from "zod";
import type { WireBody } from "../../message/content/wireBody.ts";
import type { Caller, CallOptions } from "../caller.ts";
import { endpoint, nothing, piped } from "../endpoint.ts";
import type { ApiOutcome } from "../outcome.ts";
import type { AppAccess } from "../tokenSource.ts";

const sent = z
  .object({
    msgid: z.string().default(""),
    invaliduser: piped,
    invalidparty: piped,
    invalidtag: piped,
    unlicenseduser: piped,
    response_code: z.string().optional(),
  })
  .transform((answer) => ({
    msgId: answer.msgid,
    invalidUsers: answer.invaliduser,
    invalidParties: answer.invalidparty,
    invalidTags: answer.invalidtag,
    unlicensedUsers: answer.unlicenseduser,
    responseCode: answer.response_code || undefined,
  }));

/** User ids come back in lower case; compare them so. */
export type SentMessage = z.output<typeof sent>;

const send = endpoint("POST", "message/send", sent);
const recall = endpoint("POST", "message/recall", nothing);
const update = endpoint(
  "POST",
  "message/update_template_card",
  z.object({ invaliduser: z.array(z.string()).default([]) }).transform(({ invaliduser }) => invaliduser),
);
const createChat = endpoint(
  "POST",
  "appchat/create",
  z.object({ chatid: z.string().min(1) }).transform(({ chatid }) => chatid),
);
const updateChat = endpoint("POST", "appchat/update", nothing);
const chat = endpoint(
  "GET",
  "appchat/get",
  z
    .object({
      chat_info: z.object({
        chatid: z.string(),
        name: z.string().default(""),
        owner: z.string().default(""),
        userlist: z.array(z.string()).default([]),
      }),
    })
    .transform(({ chat_info: { chatid, userlist, ...rest } }) => ({
      ...rest,
      chatId: chatid,
      userIds: userlist,
    })),
);
const sendToChat = endpoint("POST", "appchat/send", nothing);
const sendByRobot = endpoint("POST", "webhook/send", nothing);

/** Messages to members, to chats an application made, and to groups by robot (WeCom path/90236, 90248, 94867, 99110). */
export class MessageCalls {
  constructor(private readonly caller: Caller) {}

  /** An unknown outcome may be repeated with the very same body if it asks for a duplicate check, and only then. */
  send(app: AppAccess, body: WireBody, options?: CallOptions): Promise<ApiOutcome<SentMessage>> {
    return this.caller.call(app, send, { ...options, body });
  }

  /** Within 24 h; clears it in WeCom, not in WeChat. */
  recall(app: AppAccess, msgid: string, options?: CallOptions): Promise<ApiOutcome<null>> {
    return this.caller.call(app, recall, { ...options, body: { msgid } });
  }

  /** Once per response code, within 72 h. The ids that could not be reached. */
  updateCard(app: AppAccess, body: WireBody, options?: CallOptions): Promise<ApiOutcome<string[]>> {
    return this.caller.call(app, update, { ...options, body });
  }

  createChat(app: AppAccess, body: WireBody, options?: CallOptions): Promise<ApiOutcome<string>> {
    return this.caller.call(app, createChat, { ...options, body });
  }

  updateChat(app: AppAccess, body: WireBody, options?: CallOptions): Promise<ApiOutcome<null>> {
    return this.caller.call(app, updateChat, { ...options, body });
  }

  chat(app: AppAccess, chatid: string, options?: CallOptions) {
    return this.caller.call(app, chat, { ...options, query: { chatid } });
  }

  sendToChat(app: AppAccess, body: WireBody, options?: CallOptions): Promise<ApiOutcome<null>> {
    return this.caller.call(app, sendToChat, { ...options, body });
  }

  /** @param key from the robot's address: who has it can write to the group. */
  sendByRobot(key: string, body: WireBody, options?: CallOptions): Promise<ApiOutcome<null>> {
    return this.caller.withKey(key, sendByRobot, { ...options, body });
  }
}
