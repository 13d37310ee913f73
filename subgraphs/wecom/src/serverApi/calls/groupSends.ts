import { z } from "zod";
import type { WireBody } from "../../message/content/wireBody.ts";
import type { Caller, CallOptions } from "../caller.ts";
import { endpoint, nothing, seconds, texts } from "../endpoint.ts";
import type { ApiOutcome } from "../outcome.ts";
import type { AppAccess } from "../tokenSource.ts";

const created = z
  .object({ msgid: z.string().min(1), fail_list: texts })
  .transform(({ msgid, fail_list }) => ({ msgId: msgid, failed: fail_list }));
/** `failed`: customers who cannot be sent to. */
export type CreatedGroupSend = z.output<typeof created>;

const tasks = z
  .object({
    task_list: z
      .array(z.object({ userid: z.string(), status: z.int(), send_time: seconds.optional() }))
      .default([]),
    next_cursor: z.string().default(""),
  })
  .transform(({ task_list, next_cursor }) => ({
    tasks: task_list.map(({ userid, status, send_time }) => ({
      userId: userid,
      isSent: status === 2,
      sentAt: send_time,
    })),
    nextCursor: next_cursor || undefined,
  }));
/** Which employees have confirmed. */
export type GroupSendTasks = z.output<typeof tasks>;

const results = z
  .object({
    send_list: z
      .array(
        z.object({
          external_userid: z.string().optional(),
          chat_id: z.string().optional(),
          userid: z.string(),
          status: z.int(),
          send_time: seconds.optional(),
        }),
      )
      .default([]),
    next_cursor: z.string().default(""),
  })
  .transform(({ send_list, next_cursor }) => ({
    results: send_list.map((each) => ({
      externalUserId: each.external_userid,
      chatId: each.chat_id,
      userId: each.userid,
      status: each.status,
      sentAt: each.send_time,
    })),
    nextCursor: next_cursor || undefined,
  }));
/** `status`: 0 not sent, 1 sent, 2 no friend any more, 3 the month's limit was used up. */
export type GroupSendResults = z.output<typeof results>;

const listed = z
  .object({
    group_msg_list: z
      .array(
        z.object({
          msgid: z.string().min(1),
          create_time: seconds,
          text: z.object({ content: z.string().default("") }).optional(),
          attachments: z.array(z.looseObject({ msgtype: z.string() })).default([]),
        }),
      )
      .default([]),
    next_cursor: z.string().default(""),
  })
  .transform(({ group_msg_list, next_cursor }) => ({
    groupSends: group_msg_list.map(({ msgid, create_time, text, attachments }) => ({
      msgId: msgid,
      createdAt: create_time,
      text: text?.content,
      attachments,
    })),
    nextCursor: next_cursor || undefined,
  }));
/** What was made, by whatever application of the corp. */
export type ListedGroupSends = z.output<typeof listed>;

const create = endpoint("POST", "externalcontact/add_msg_template", created);
const list = endpoint("POST", "externalcontact/get_groupmsg_list_v2", listed);
const task = endpoint("POST", "externalcontact/get_groupmsg_task", tasks);
const result = endpoint("POST", "externalcontact/get_groupmsg_send_result", results);
const remind = endpoint("POST", "externalcontact/remind_groupmsg_send", nothing);
const cancel = endpoint("POST", "externalcontact/cancel_groupmsg_send", nothing);

interface Page {
  readonly cursor?: string | undefined;
  readonly limit?: number;
}

/** Group sends to customers (WeCom path/92135, 93338). Nothing goes out before an employee confirms it. */
export class GroupSendCalls {
  constructor(private readonly caller: Caller) {}

  /** WeCom has no check for duplicates here: an unknown outcome must be looked up, never repeated. */
  create(app: AppAccess, body: WireBody, options?: CallOptions): Promise<ApiOutcome<CreatedGroupSend>> {
    return this.caller.call(app, create, { ...options, body });
  }

  /** To customers one by one, made by the corp (not by an employee), within the span: at most a month. */
  list(
    app: AppAccess,
    { from, to }: { from: Date; to: Date },
    page: Page = {},
    options?: CallOptions,
  ): Promise<ApiOutcome<ListedGroupSends>> {
    const { cursor = "", limit = 100 } = page;
    const span = {
      start_time: Math.floor(from.getTime() / 1_000),
      end_time: Math.ceil(to.getTime() / 1_000),
    };
    return this.caller.call(app, list, {
      ...options,
      body: { chat_type: "single", ...span, filter_type: 0, cursor, limit },
    });
  }

  tasks(
    app: AppAccess,
    msgid: string,
    page: Page = {},
    options?: CallOptions,
  ): Promise<ApiOutcome<GroupSendTasks>> {
    const { cursor = "", limit = 1_000 } = page;
    return this.caller.call(app, task, { ...options, body: { msgid, cursor, limit } });
  }

  results(
    app: AppAccess,
    { msgId, userId }: { msgId: string; userId: string },
    page: Page = {},
    options?: CallOptions,
  ): Promise<ApiOutcome<GroupSendResults>> {
    const { cursor = "", limit = 1_000 } = page;
    return this.caller.call(app, result, {
      ...options,
      body: { msgid: msgId, userid: userId, cursor, limit },
    });
  }

  remind(app: AppAccess, msgid: string, options?: CallOptions): Promise<ApiOutcome<null>> {
    return this.caller.call(app, remind, { ...options, body: { msgid } });
  }

  /** Safe to repeat. */
  cancel(app: AppAccess, msgid: string, options?: CallOptions): Promise<ApiOutcome<null>> {
    return this.caller.call(app, cancel, { ...options, body: { msgid } });
  }
}
