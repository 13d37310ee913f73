import { z } from "zod";
import { ApiError } from "../apiError.ts";
import { bodyOf, type Call, pageOf, post } from "../call.ts";
import { bytes, checkMediaId } from "./content.ts";

const media = z.looseObject({ media_id: z.string().default("") });
const attachment = z.looseObject({
  msgtype: z.string(),
  image: media.extend({ pic_url: z.string().default("") }).optional(),
  video: media.optional(),
  file: media.optional(),
  link: z.looseObject({ title: z.string(), url: z.string(), desc: z.string().default("") }).optional(),
  miniprogram: z
    .looseObject({ title: z.string(), pic_media_id: z.string(), appid: z.string(), page: z.string() })
    .optional(),
});
const createRules = z.looseObject({
  chat_type: z.enum(["single", "group"]).default("single"),
  external_userid: z.array(z.string()).max(10_000).default([]),
  chat_id_list: z.array(z.string()).max(2_000).default([]),
  sender: z.string().optional(),
  text: z.looseObject({ content: z.string() }).optional(),
  attachments: z.array(attachment).default([]),
});
const pageRules = z.looseObject({
  msgid: z.string(),
  userid: z.string().default(""),
  limit: z.int().min(1).max(1000).default(500),
  cursor: z.string().default(""),
});
const listRules = z.looseObject({
  chat_type: z.enum(["single", "group"]),
  start_time: z.int(),
  end_time: z.int(),
  limit: z.int().min(1).max(100).default(50),
  cursor: z.string().default(""),
});
const monthSeconds = 31 * 86_400;
const msgidRules = z.looseObject({ msgid: z.string() });

/** Group sends (WeCom path/92135, 93338). */
export const groupSendCalls = {
  "externalcontact/add_msg_template": post((call) => {
    const { corp, app } = call;
    const body = bodyOf(createRules, call);
    const { text, attachments } = body;
    if (!text && attachments.length === 0) throw new ApiError(44004);
    if (text && (text.content === "" || bytes(text.content) > 4000)) throw new ApiError(45002);
    if (attachments.length > 9) throw new ApiError(41064);
    for (const each of attachments) checkAttachment(call, each);
    return corp.groupSends.create(
      {
        chatType: body.chat_type,
        externalUserIds: body.external_userid,
        chatIds: body.chat_id_list,
        sender: body.sender === undefined ? undefined : corp.memberOf(body.sender).userid,
        content: { text, attachments },
      },
      app.agentId,
    );
  }),
  "externalcontact/get_groupmsg_list_v2": post((call) => {
    const { chat_type, start_time, end_time, limit, cursor } = bodyOf(listRules, call);
    if (end_time < start_time || end_time - start_time > monthSeconds) throw new ApiError(40058);
    const { items, next } = pageOf(
      call.corp.groupSends.between(chat_type, start_time, end_time),
      cursor,
      limit,
    );
    return {
      group_msg_list: items.map(({ msgid, createdAt, content }) => ({
        msgid,
        create_time: String(createdAt),
        create_type: 0,
        ...z.looseObject({}).parse(content),
      })),
      next_cursor: next,
    };
  }),
  "externalcontact/get_groupmsg_task": post((call) => {
    const { msgid, cursor, limit } = bodyOf(pageRules, call);
    const { items, next } = pageOf(call.corp.groupSends.tasks(msgid), cursor, limit);
    return { task_list: items, next_cursor: next };
  }),
  "externalcontact/get_groupmsg_send_result": post((call) => {
    const { msgid, userid, cursor, limit } = bodyOf(pageRules, call);
    const mine = call.corp.groupSends.find(msgid).recipients.filter((each) => each.userid === userid);
    const { items, next } = pageOf(mine, cursor, limit);
    return { send_list: items, next_cursor: next };
  }),
  "externalcontact/remind_groupmsg_send": post((call) => {
    if (call.corp.groupSends.find(bodyOf(msgidRules, call).msgid).isCancelled) throw new ApiError(41093);
    return {};
  }),
  "externalcontact/cancel_groupmsg_send": post((call) => {
    call.corp.groupSends.cancel(bodyOf(msgidRules, call).msgid);
    return {};
  }),
} as const;

function checkAttachment({ corp }: Call, given: z.output<typeof attachment>): void {
  const { msgtype, image, video, file, link, miniprogram } = given;
  if (msgtype === "image" && image) {
    if (image.pic_url === "") checkMediaId(corp, "image", image.media_id);
  } else if (msgtype === "video" && video) checkMediaId(corp, "video", video.media_id);
  else if (msgtype === "file" && file) checkMediaId(corp, "file", file.media_id);
  else if (msgtype === "link" && link) {
    if (bytes(link.title) > 128 || bytes(link.desc) > 512) throw new ApiError(40058);
  } else if (msgtype === "miniprogram" && miniprogram) {
    if (bytes(miniprogram.title) > 64) throw new ApiError(40058);
    checkMediaId(corp, "image", miniprogram.pic_media_id);
  } else throw new ApiError(41065);
}
