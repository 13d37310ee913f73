import { randomBytes } from "node:crypto";
import { ApiError } from "./apiError.ts";
import type { Corp } from "./corp.ts";

const windowMs = 48 * 3_600_000;
const keptMs = 3 * 86_400_000;
const tokenLifeMs = 600_000;

export interface KfAccount {
  readonly open_kfid: string;
  name: string;
  readonly servicers: Set<string>;
}

interface Message {
  readonly seq: number;
  readonly at: number;
  readonly body: object;
  readonly openKfId: string;
}

interface Conversation {
  /** 0 unhandled, 1 robot, 2 waiting, 3 served by a person, 4 ended. */
  state: number;
  servicer: string;
  lastWrittenAt: number;
  sentSince: number;
}

/** Which state may follow which by API (WeCom path/94669). */
const transitions: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 3, 4],
  1: [2, 3, 4],
  2: [3, 4],
  3: [2, 3, 4],
  4: [],
};

/** 微信客服: what customers wrote, what was answered, and how long one may still answer. */
export class KfDesk {
  readonly accounts = new Map<string, KfAccount>();
  private readonly conversations = new Map<string, Conversation>();
  private readonly tokens = new Map<string, number>();
  private readonly usedIds = new Set<string>();
  private messages: Message[] = [];
  private seq = 0;

  constructor(private readonly corp: Corp) {
    const open_kfid = `wk${Buffer.from(corp.seed).toString("hex").slice(0, 12).padEnd(12, "0")}`;
    this.accounts.set(open_kfid, { open_kfid, name: "在线客服", servicers: new Set() });
  }

  account(openKfId: string): KfAccount {
    const account = this.accounts.get(openKfId);
    if (!account) throw new ApiError(95000);
    return account;
  }

  /** A customer writes: the turn begins anew. The token of the callback that announces it. */
  hear(
    openKfId: string,
    externalUserId: string,
    msgtype: string,
    content: object,
  ): { token: string; msgid: string } {
    this.account(openKfId);
    const known = this.conversations.get(keyOf(openKfId, externalUserId));
    const conversation = known && known.state !== 4 ? known : this.open(openKfId, externalUserId);
    conversation.lastWrittenAt = this.corp.now();
    conversation.sentSince = 0;
    const msgid = idOf();
    this.put(openKfId, {
      msgid,
      open_kfid: openKfId,
      external_userid: externalUserId,
      send_time: this.corp.nowSeconds,
      origin: 3,
      msgtype,
      [msgtype]: content,
    });
    return { token: this.issueToken(), msgid };
  }

  /** @throws ApiError 95002 after 48 h, 95001 after five messages, 95018 where nothing may be sent. */
  send(wanted: {
    openKfId: string;
    externalUserId: string;
    msgid: string | undefined;
    msgtype: string;
    content: unknown;
    agentId: number;
  }): string {
    const { openKfId, externalUserId, msgid = idOf(), msgtype, content, agentId } = wanted;
    this.account(openKfId);
    const conversation = this.conversations.get(keyOf(openKfId, externalUserId));
    if (!conversation) throw new ApiError(95002);
    if (conversation.state === 4) throw new ApiError(95018);
    if (this.corp.now() - conversation.lastWrittenAt > windowMs) throw new ApiError(95002);
    if (conversation.sentSince >= this.corp.frequency.max("kfMessagesPerTurn")) throw new ApiError(95001);
    if (this.usedIds.has(msgid)) throw new ApiError(40058, "msgid existed");
    this.usedIds.add(msgid);
    conversation.sentSince++;
    this.corp.ledger.accept({
      api: "kf/send_msg",
      msgid,
      agentId,
      to: `${openKfId}/${externalUserId}`,
      msgtype,
      content,
      at: this.corp.now(),
      delivered: 1,
      dropped: 0,
    });
    return msgid;
  }

  /** Something went wrong after it was accepted: the app learns of it by `sync_msg`. */
  fail(openKfId: string, externalUserId: string, msgid: string, failType: number): string {
    this.event(openKfId, {
      event_type: "msg_send_fail",
      open_kfid: openKfId,
      external_userid: externalUserId,
      fail_msgid: msgid,
      fail_type: failType,
    });
    return this.issueToken();
  }

  /** From after the cursor, at most so many; only three days back. */
  sync(openKfId: string, cursor: string, limit: number) {
    this.account(openKfId);
    const since = this.corp.now() - keptMs;
    this.messages = this.messages.filter(({ at }) => at >= since);
    const after = cursor === "" ? 0 : Number.parseInt(cursor, 36);
    if (!Number.isInteger(after)) throw new ApiError(40058, "invalid cursor");
    const mine = this.messages.filter((each) => each.openKfId === openKfId && each.seq > after);
    const page = mine.slice(0, limit);
    const last = page.at(-1)?.seq ?? after;
    return {
      next_cursor: last.toString(36),
      has_more: mine.length > page.length ? 1 : 0,
      msg_list: page.map(({ body }) => body),
    };
  }

  checkToken(token: string): void {
    const until = this.tokens.get(token);
    if (until === undefined || until < this.corp.now()) throw new ApiError(95007);
  }

  state(openKfId: string, externalUserId: string): Conversation {
    this.account(openKfId);
    return (
      this.conversations.get(keyOf(openKfId, externalUserId)) ?? {
        state: 4,
        servicer: "",
        lastWrittenAt: 0,
        sentSince: 0,
      }
    );
  }

  /** @throws ApiError 95016 for a way there is not, 95014 for somebody who does not serve. */
  transfer(openKfId: string, externalUserId: string, state: number, servicer: string): string {
    const account = this.account(openKfId);
    const conversation = this.state(openKfId, externalUserId);
    if (conversation.state === 4) throw new ApiError(95013);
    if (!transitions[conversation.state]?.includes(state)) throw new ApiError(95016);
    if (state === 3 && !account.servicers.has(this.corp.memberOf(servicer).userid)) throw new ApiError(95014);
    const before = conversation.servicer;
    conversation.state = state;
    conversation.servicer = state === 3 ? this.corp.memberOf(servicer).userid : "";
    const code = randomBytes(16).toString("base64url");
    this.event(openKfId, {
      event_type: "session_status_change",
      open_kfid: openKfId,
      external_userid: externalUserId,
      change_type: state === 4 ? 3 : before === "" ? 1 : 2,
      old_servicer_userid: before,
      new_servicer_userid: conversation.servicer,
      msg_code: code,
    });
    return code;
  }

  issueToken(): string {
    const token = randomBytes(20).toString("base64url");
    this.tokens.set(token, this.corp.now() + tokenLifeMs);
    return token;
  }

  private open(openKfId: string, externalUserId: string): Conversation {
    const fresh = { state: 0, servicer: "", lastWrittenAt: 0, sentSince: 0 };
    this.conversations.set(keyOf(openKfId, externalUserId), fresh);
    this.event(openKfId, {
      event_type: "enter_session",
      open_kfid: openKfId,
      external_userid: externalUserId,
      scene: "simulator",
      scene_param: "",
    });
    return fresh;
  }

  private event(openKfId: string, event: object): void {
    const base = { msgid: idOf(), open_kfid: openKfId, send_time: this.corp.nowSeconds, origin: 4 };
    this.put(openKfId, { ...base, msgtype: "event", event });
  }

  private put(openKfId: string, body: object): void {
    this.seq++;
    this.messages.push({ seq: this.seq, at: this.corp.now(), body, openKfId });
  }
}

function keyOf(openKfId: string, externalUserId: string): string {
  return `${openKfId} ${externalUserId}`;
}

function idOf(): string {
  return randomBytes(12).toString("hex");
}
