import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { ApiError } from "../apiError.ts";
import { bodyOf, type Call, loose, post } from "../call.ts";
import type { Corp } from "../corp.ts";
import { isInteractive, taskIdOf } from "./card.ts";
import { contentOf } from "./content.ts";
import { recipientsOf } from "./recipients.ts";

const dayMs = 86_400_000;

const sendRules = z.looseObject({
  agentid: loose.int.optional(),
  enable_duplicate_check: z.coerce.number().default(0),
  duplicate_check_interval: z.coerce.number().int().min(0).max(14_400).default(1800),
});

interface Sent {
  readonly msgid: string;
  readonly agentId: number;
  readonly at: number;
  isRecalled: boolean;
}

interface Card {
  readonly agentId: number;
  readonly taskId: string;
  readonly cardType: string;
  readonly users: readonly string[];
  readonly at: number;
  isUpdated: boolean;
}

const keptMax = 500_000;

/** Messages of applications to members, and what can still be done about them. */
export class MessageDesk {
  private readonly sent = new Map<string, Sent>();
  private readonly repeats = new Map<string, { readonly msgid: string; readonly until: number }>();
  private readonly cards = new Map<string, Card>();
  private readonly taskIds = new Set<string>();
  private number = 0;

  constructor(private readonly corp: Corp) {}

  readonly send = post((call) => {
    const { corp, app } = call;
    const body = bodyOf(sendRules, call);
    if (body.agentid === undefined) throw new ApiError(41011);
    if (body.agentid !== app.agentId) throw new ApiError(301002);
    const { msgtype, content } = contentOf(call, "app");
    const recipients = recipientsOf(call, msgtype);
    const repeat = body.enable_duplicate_check === 1 ? this.repeatOf(call) : undefined;
    const known = repeat && this.repeats.get(repeat);
    if (known && known.until > corp.now()) {
      corp.ledger.suppressed++;
      return { ...recipients.answer, msgid: known.msgid };
    }
    const task = msgtype === "template_card" ? this.claimTask(app.agentId, content) : undefined;
    corp.frequency.appDay(app.agentId, recipients.users.length);
    const reached = recipients.users.filter((user) => corp.frequency.reaches(app.agentId, user));
    const msgid = this.remember(app.agentId);
    if (repeat)
      keep(this.repeats, repeat, { msgid, until: corp.now() + body.duplicate_check_interval * 1000 });
    corp.ledger.accept({
      api: "message/send",
      msgid,
      agentId: app.agentId,
      to: recipients.to,
      msgtype,
      content,
      at: corp.now(),
      delivered: reached.length,
      dropped: recipients.users.length - reached.length,
    });
    const response =
      task === undefined ? {} : { response_code: this.issue(app.agentId, task, content, reached) };
    return { ...recipients.answer, msgid, ...response };
  });

  readonly recall = post((call) => {
    const { msgid } = bodyOf(z.looseObject({ msgid: z.string() }), call);
    const message = this.sent.get(msgid);
    if (!message || message.agentId !== call.app.agentId) throw new ApiError(40058);
    if (call.corp.now() - message.at > dayMs) throw new ApiError(42052);
    if (!message.isRecalled) call.corp.ledger.recalled++;
    message.isRecalled = true;
    return {};
  });

  readonly updateCard = post((call) => {
    const rules = z.looseObject({
      response_code: z.string(),
      agentid: loose.int,
      userids: z.array(z.string()).default([]),
    });
    const { response_code: code, agentid, userids } = bodyOf(rules, call);
    const card = this.cards.get(code);
    if (!card || card.agentId !== agentid) throw new ApiError(60140);
    if (card.isUpdated || call.corp.now() - card.at > 3 * dayMs) throw new ApiError(60140);
    card.isUpdated = true;
    return { invaliduser: userids.filter((id) => !card.users.includes(id.toLowerCase())) };
  });

  /** A member's tap on a card: the code it answers with, and what kind of card it is. */
  tap(
    agentId: number,
    taskId: string,
    userId: string,
  ): { responseCode: string; cardType: string } | undefined {
    const card = [...this.cards.values()].findLast(
      (each) => each.agentId === agentId && each.taskId === taskId,
    );
    if (!card?.users.includes(userId.toLowerCase())) return undefined;
    const { cardType, users } = card;
    const responseCode = this.put({ agentId, taskId, cardType, users });
    return { responseCode, cardType };
  }

  private claimTask(agentId: number, content: unknown): string | undefined {
    const taskId = taskIdOf(content);
    if (!isInteractive(content)) return undefined;
    const key = `${agentId} ${taskId}`;
    if (this.taskIds.has(key)) throw new ApiError(42014, "task_id existed");
    this.taskIds.add(key);
    return taskId;
  }

  private issue(agentId: number, taskId: string, content: unknown, users: readonly string[]): string {
    const { card_type: cardType } = z.looseObject({ card_type: z.string() }).parse(content);
    return this.put({ agentId, taskId, cardType, users });
  }

  private put(card: Omit<Card, "at" | "isUpdated">): string {
    const code = randomBytes(24).toString("base64url");
    keep(this.cards, code, { ...card, at: this.corp.now(), isUpdated: false });
    return code;
  }

  /** WeCom compares the request as it was sent. */
  private repeatOf({ raw, app }: Call): string {
    return createHash("sha1").update(`${app.agentId}\n`).update(raw).digest("base64url");
  }

  private remember(agentId: number): string {
    this.number++;
    const msgid = `${randomBytes(20).toString("base64url")}${this.number.toString(36)}`;
    keep(this.sent, msgid, { msgid, agentId, at: this.corp.now(), isRecalled: false });
    return msgid;
  }
}

/** The oldest are forgotten: a benchmark of hours must not fill the memory. */
function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  if (map.size <= keptMax) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
