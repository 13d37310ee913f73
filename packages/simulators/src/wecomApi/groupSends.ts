import { randomBytes } from "node:crypto";
import { ApiError } from "./apiError.ts";
import type { Corp } from "./corp.ts";

export interface NewGroupSend {
  readonly chatType: "single" | "group";
  readonly externalUserIds: readonly string[];
  readonly chatIds: readonly string[];
  readonly sender: string | undefined;
  readonly content: unknown;
}

interface Recipient {
  readonly external_userid?: string;
  readonly chat_id?: string;
  readonly userid: string;
  /** 0 not sent, 1 sent, 2 no friend any more, 3 the month's limit is used up. */
  status: number;
  send_time: number | undefined;
}

interface GroupSend {
  readonly msgid: string;
  readonly chatType: "single" | "group";
  /** Unix seconds. */
  readonly createdAt: number;
  readonly recipients: readonly Recipient[];
  /** When each employee confirmed. */
  readonly confirmed: Map<string, number>;
  readonly content: unknown;
  isCancelled: boolean;
}

/** Group sends: accepted at once, sent when the employee confirms (WeCom path/92135). */
export class GroupSends {
  private readonly sends = new Map<string, GroupSend>();

  constructor(private readonly corp: Corp) {}

  create(wanted: NewGroupSend, agentId: number): { msgid: string; fail_list: string[] } {
    const { recipients, failed } = wanted.chatType === "group" ? this.groups(wanted) : this.customers(wanted);
    if (recipients.length === 0) throw new ApiError(41048);
    const msgid = `msg${randomBytes(20).toString("base64url")}`;
    const { content } = wanted;
    this.sends.set(msgid, {
      msgid,
      chatType: wanted.chatType,
      createdAt: this.corp.nowSeconds,
      recipients,
      confirmed: new Map(),
      content,
      isCancelled: false,
    });
    this.corp.ledger.accept({
      api: "externalcontact/add_msg_template",
      msgid,
      agentId,
      to: recipients.map(({ external_userid, chat_id }) => external_userid ?? chat_id ?? "").join("|"),
      msgtype: "group_send",
      content,
      at: this.corp.now(),
      delivered: 0,
      dropped: 0,
    });
    return { msgid, fail_list: failed };
  }

  find(msgid: string): GroupSend {
    const send = this.sends.get(msgid);
    if (!send) throw new ApiError(41047);
    return send;
  }

  all(): readonly GroupSend[] {
    return [...this.sends.values()];
  }

  /** Newest first, as WeCom lists them. */
  between(chatType: string, from: number, to: number): readonly GroupSend[] {
    return this.all()
      .filter((send) => send.chatType === chatType && send.createdAt >= from && send.createdAt <= to)
      .toReversed();
  }

  cancel(msgid: string): void {
    this.find(msgid).isCancelled = true;
  }

  /** Tasks by employee: 0 not sent, 2 sent. */
  tasks(msgid: string): { userid: string; status: number; send_time?: number }[] {
    const { recipients, confirmed } = this.find(msgid);
    return [...new Set(recipients.map(({ userid }) => userid))].map((userid) => {
      const at = confirmed.get(userid);
      return at === undefined ? { userid, status: 0 } : { userid, status: 2, send_time: at };
    });
  }

  /** The employee presses the button: as many go out as each customer's month still allows. */
  confirm(msgid: string, userid: string): { sent: number; refused: number } {
    const send = this.find(msgid);
    if (send.isCancelled) throw new ApiError(41093);
    let sent = 0;
    const mine = send.recipients.filter((each) => each.userid === userid && each.status === 0);
    const at = this.corp.nowSeconds;
    for (const recipient of mine) {
      recipient.status =
        recipient.external_userid === undefined ? 1 : this.reach(recipient.external_userid, userid);
      recipient.send_time = recipient.status === 1 ? at : undefined;
      if (recipient.status === 1) sent++;
    }
    send.confirmed.set(userid, at);
    return { sent, refused: mine.length - sent };
  }

  private reach(externalUserId: string, userid: string): number {
    const customer = this.corp.customers.get(externalUserId);
    if (!customer?.follows.has(userid.toLowerCase())) return 2;
    const month = new Date(this.corp.now()).toISOString().slice(0, 7);
    if (customer.sendsMonth !== month) customer.sends = 0;
    customer.sendsMonth = month;
    if (customer.sends >= this.corp.frequency.max("customerSendsMonth")) return 3;
    customer.sends++;
    return 1;
  }

  private customers({ externalUserIds, sender }: NewGroupSend) {
    const failed: string[] = [];
    const recipients: Recipient[] = [];
    for (const id of externalUserIds) {
      const follows = this.corp.customers.get(id)?.follows;
      const follow =
        sender === undefined ? follows?.values().next().value : follows?.get(sender.toLowerCase());
      if (follow)
        recipients.push({ external_userid: id, userid: follow.userid, status: 0, send_time: undefined });
      else failed.push(id);
    }
    return { recipients, failed };
  }

  private groups({ chatIds, sender }: NewGroupSend) {
    if (sender === undefined) throw new ApiError(40063, "sender missing");
    const owned = [...this.corp.groups.values()].filter(
      ({ owner }) => owner.toLowerCase() === sender.toLowerCase(),
    );
    const failed = chatIds.filter((id) => !owned.some(({ chat_id }) => chat_id === id));
    const recipients = owned
      .filter(({ chat_id }) => chatIds.length === 0 || chatIds.includes(chat_id))
      .map(({ chat_id, owner }): Recipient => ({ chat_id, userid: owner, status: 0, send_time: undefined }));
    return { recipients, failed };
  }
}
