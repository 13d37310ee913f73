import { randomBytes } from "node:crypto";
import { z } from "zod";
import { ApiError } from "../apiError.ts";
import { bodyOf, type Call, get, post } from "../call.ts";
import type { Chat } from "../world/entities.ts";
import { contentOf } from "./content.ts";

const createRules = z.looseObject({
  name: z.string().default(""),
  owner: z.string().default(""),
  userlist: z.array(z.string()),
  chatid: z
    .string()
    .regex(/^[A-Za-z0-9]{0,32}$/)
    .default(""),
});
const updateRules = z.looseObject({
  chatid: z.string(),
  name: z.string().optional(),
  owner: z.string().optional(),
  add_user_list: z.array(z.string()).default([]),
  del_user_list: z.array(z.string()).default([]),
});

/** Group chats an application made (WeCom path/90245-90248); another application's do not exist for it. */
export const chatCalls = {
  "appchat/create": post((call) => {
    const { corp, app } = call;
    const { name, owner, userlist, chatid } = bodyOf(createRules, call);
    const users = userlist.map((id) => corp.memberOf(id).userid);
    if (users.length < 2 || users.length > 2000) throw new ApiError(86003);
    if (chatid !== "" && corp.chats.has(chatid)) throw new ApiError(86215);
    corp.frequency.chatCreate();
    const id = chatid || randomBytes(16).toString("hex");
    const chat = { chatid: id, agentId: app.agentId, name, owner: owner || (users[0] ?? ""), users };
    corp.chats.set(id, chat);
    return { chatid: id };
  }),
  "appchat/update": post((call) => {
    const body = bodyOf(updateRules, call);
    const chat = chatOf(call, body.chatid);
    chat.name = body.name ?? chat.name;
    chat.owner = body.owner ?? chat.owner;
    const kept = chat.users.filter((id) => !body.del_user_list.includes(id));
    chat.users = [...new Set([...kept, ...body.add_user_list.map((id) => call.corp.memberOf(id).userid)])];
    return {};
  }),
  "appchat/get": get((call) => {
    const { chatid, name, owner, users } = chatOf(call, call.query.get("chatid") ?? "");
    return { chat_info: { chatid, name, owner, userlist: users } };
  }),
  "appchat/send": post((call) => {
    const { corp, app } = call;
    const chat = chatOf(call, bodyOf(z.looseObject({ chatid: z.string() }), call).chatid);
    const { msgtype, content } = contentOf(call, "chat");
    corp.frequency.chatSend(chat.users.length);
    const at = corp.now();
    const people = { delivered: chat.users.length, dropped: 0 };
    const to = `chat:${chat.chatid}`;
    corp.ledger.accept({
      api: "appchat/send",
      msgid: "",
      agentId: app.agentId,
      to,
      msgtype,
      content,
      at,
      ...people,
    });
    return {};
  }),
} as const;

function chatOf({ corp, app }: Call, chatid: string): Chat {
  const chat = corp.chats.get(chatid);
  if (!chat || chat.agentId !== app.agentId) throw new ApiError(86001);
  return chat;
}
