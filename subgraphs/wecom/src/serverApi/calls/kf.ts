import { z } from "zod";
import type { WireBody } from "../../message/content/wireBody.ts";
import type { Caller, CallOptions } from "../caller.ts";
import { endpoint, seconds } from "../endpoint.ts";
import type { ApiOutcome } from "../outcome.ts";
import type { AppAccess } from "../tokenSource.ts";

const message = z
  .looseObject({
    msgid: z.string().min(1),
    open_kfid: z.string().optional(),
    external_userid: z.string().optional(),
    send_time: seconds,
    origin: z.int(),
    servicer_userid: z.string().optional(),
    msgtype: z.string(),
  })
  .transform(
    ({ msgid, open_kfid, external_userid, send_time, origin, servicer_userid, msgtype, ...rest }) => ({
      msgId: msgid,
      openKfId: open_kfid,
      externalUserId: external_userid,
      sentAt: send_time,
      origin,
      servicerUserId: servicer_userid,
      type: msgtype,
      /** Below the type's name: `text.content`, `image.media_id`, `event.event_type`… */
      content: z.record(z.string(), z.unknown()).catch({}).parse(rest[msgtype]),
    }),
  );
/** `origin`: 3 customer, 4 system event, 5 servicer. */
export type KfMessage = z.output<typeof message>;

const synced = z
  .object({
    next_cursor: z.string().default(""),
    has_more: z.int().default(0),
    msg_list: z.array(message).default([]),
  })
  .transform(({ next_cursor, has_more, msg_list }) => ({
    nextCursor: next_cursor,
    hasMore: has_more === 1,
    messages: msg_list,
  }));
/** An empty list does not mean the end; `hasMore` does. Keep the cursor: only three days can be read again. */
export type KfPage = z.output<typeof synced>;

const sync = endpoint("POST", "kf/sync_msg", synced);
const sent = z.object({ msgid: z.string().default("") }).transform(({ msgid }) => msgid);
const send = endpoint("POST", "kf/send_msg", sent);
const sendOnEvent = endpoint("POST", "kf/send_msg_on_event", sent);
const state = endpoint(
  "POST",
  "kf/service_state/get",
  z
    .object({ service_state: z.int(), servicer_userid: z.string().optional() })
    .transform(({ service_state, servicer_userid }) => ({
      state: service_state,
      servicerUserId: servicer_userid || undefined,
    })),
);
const transfer = endpoint(
  "POST",
  "kf/service_state/trans",
  z.object({ msg_code: z.string().optional() }).transform(({ msg_code }) => msg_code),
);
const accounts = endpoint(
  "POST",
  "kf/account/list",
  z
    .object({
      account_list: z
        .array(z.object({ open_kfid: z.string(), name: z.string(), avatar: z.string().optional() }))
        .default([]),
    })
    .transform(({ account_list }) =>
      account_list.map(({ open_kfid, ...rest }) => ({ ...rest, openKfId: open_kfid })),
    ),
);

/** 微信客服: the one way to talk with outside customers in both directions (WeCom path/94669, 94670, 94677). */
export class KfCalls {
  constructor(private readonly caller: Caller) {}

  /** @param token of the callback, good for ten minutes; without it WeCom's limits are strict. */
  sync(
    app: AppAccess,
    from: { openKfId: string; cursor?: string | undefined; token?: string | undefined; limit?: number },
    options?: CallOptions,
  ): Promise<ApiOutcome<KfPage>> {
    const { openKfId, cursor, token, limit = 1_000 } = from;
    const body = {
      ...(cursor !== undefined && { cursor }),
      ...(token !== undefined && { token }),
      limit,
      voice_format: 0,
      open_kfid: openKfId,
    };
    return this.caller.call(app, sync, { ...options, body });
  }

  /** The message's id. Within 48 h of the customer's last message and five times after it. */
  send(app: AppAccess, body: WireBody, options?: CallOptions): Promise<ApiOutcome<string>> {
    return this.caller.call(app, send, { ...options, body });
  }

  /** The answer to an event that brought a code. */
  sendOnEvent(app: AppAccess, body: WireBody, options?: CallOptions): Promise<ApiOutcome<string>> {
    return this.caller.call(app, sendOnEvent, { ...options, body });
  }

  /** 0 unhandled, 1 robot, 2 waiting, 3 served by a person, 4 ended. */
  state(app: AppAccess, openKfId: string, externalUserId: string, options?: CallOptions) {
    const body = { open_kfid: openKfId, external_userid: externalUserId };
    return this.caller.call(app, state, { ...options, body });
  }

  /** A code to send an event message with, where there is one. */
  transfer(
    app: AppAccess,
    to: { openKfId: string; externalUserId: string; state: number; servicerUserId?: string },
    options?: CallOptions,
  ): Promise<ApiOutcome<string | undefined>> {
    const body = {
      open_kfid: to.openKfId,
      external_userid: to.externalUserId,
      service_state: to.state,
      ...(to.servicerUserId !== undefined && { servicer_userid: to.servicerUserId }),
    };
    return this.caller.call(app, transfer, { ...options, body });
  }

  accounts(app: AppAccess, page: { offset?: number; limit?: number } = {}, options?: CallOptions) {
    const { offset = 0, limit = 100 } = page;
    return this.caller.call(app, accounts, { ...options, body: { offset, limit } });
  }
}
