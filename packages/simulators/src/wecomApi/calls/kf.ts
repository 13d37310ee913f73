import { z } from "zod";
import { ApiError } from "../apiError.ts";
import { bodyOf, post } from "../call.ts";
import { bytes, checkMediaId } from "./content.ts";

const syncRules = z.looseObject({
  cursor: z.string().default(""),
  token: z.string().default(""),
  limit: z.int().min(1).max(1000).default(1000),
  open_kfid: z.string(),
});
const sendRules = z.looseObject({
  touser: z.string(),
  open_kfid: z.string(),
  msgid: z
    .string()
    .regex(/^[0-9a-zA-Z_-]{1,32}$/)
    .optional(),
  msgtype: z.enum(["text", "image", "voice", "video", "file", "link", "miniprogram", "msgmenu", "location"]),
});
const who = z.looseObject({ open_kfid: z.string(), external_userid: z.string() });

/** 微信客服 (WeCom path/94669, 94670, 94677). */
export const kfCalls = {
  "kf/sync_msg": post((call) => {
    const { cursor, token, limit, open_kfid } = bodyOf(syncRules, call);
    if (token !== "") call.corp.kf.checkToken(token);
    return call.corp.kf.sync(open_kfid, cursor, limit);
  }),
  "kf/send_msg": post((call) => {
    const body = bodyOf(sendRules, call);
    const { msgtype, msgid, open_kfid: openKfId, touser: externalUserId } = body;
    const content = body[msgtype];
    if (typeof content !== "object" || content === null) throw new ApiError(40063);
    if (msgtype === "text") {
      const { content: text } = z.looseObject({ content: z.string().default("") }).parse(content);
      if (text === "") throw new ApiError(44004);
      if (bytes(text) > 2048) throw new ApiError(45002);
    }
    if (["image", "voice", "video", "file"].includes(msgtype)) {
      const { media_id: id } = z.looseObject({ media_id: z.string().default("") }).parse(content);
      checkMediaId(call.corp, msgtype, id);
    }
    const { agentId } = call.app;
    return { msgid: call.corp.kf.send({ openKfId, externalUserId, msgid, msgtype, content, agentId }) };
  }),
  "kf/service_state/get": post((call) => {
    const { open_kfid, external_userid } = bodyOf(who, call);
    const { state, servicer } = call.corp.kf.state(open_kfid, external_userid);
    return { service_state: state, ...(servicer !== "" && { servicer_userid: servicer }) };
  }),
  "kf/service_state/trans": post((call) => {
    const rules = who.extend({
      service_state: z.int().min(0).max(4),
      servicer_userid: z.string().default(""),
    });
    const {
      open_kfid,
      external_userid,
      service_state: state,
      servicer_userid: servicer,
    } = bodyOf(rules, call);
    return { msg_code: call.corp.kf.transfer(open_kfid, external_userid, state, servicer) };
  }),
  "kf/account/list": post(({ corp }) => ({
    account_list: [...corp.kf.accounts.values()].map(({ open_kfid, name }) => ({
      open_kfid,
      name,
      avatar: "https://wework.qpic.cn/kf/0",
      manage_privilege: true,
    })),
  })),
} as const;
