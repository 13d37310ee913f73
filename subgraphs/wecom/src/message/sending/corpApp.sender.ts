import type { ApiOutcome, WecomRefusal } from "../../serverApi/outcome.ts";
import type { ServerApis } from "../../serverApi/serverApis.ts";
import type { SentMessage } from "../../serverApi/calls/messages.ts";
import { messageContent } from "../content/content.ts";
import { toWecomBody } from "../content/content.wire.ts";
import type { Target } from "../content/content.wire.ts";
import type { MessageSender, OutgoingMessage, RefusalCure, SendingApp, SendOutcome } from "./sender.ts";

interface CorpAppSenderOptions {
  apis: ServerApis;
  /** How long WeCom drops repetitions, in ms. */
  duplicateWindowMs: number;
}

/** One call, the wait for a token (15 s at most), and the one repetition with another token. */
const timeoutMs = 30_000;
const requestTimeoutMs = 7_000;

/** Sends as an application of a corporation, through WeCom's server API (path/90236, path/90248). */
export class CorpAppSender implements MessageSender {
  readonly timeoutMs = timeoutMs;

  constructor(private readonly options: CorpAppSenderOptions) {}

  /** Group chats know no check for duplicates. */
  canRepeat({ recipientKind }: Pick<OutgoingMessage, "recipientKind">): boolean {
    return recipientKind !== "GROUP_CHAT";
  }

  async send(app: SendingApp, message: OutgoingMessage): Promise<SendOutcome> {
    const content = messageContent.parse(message.content);
    const { mediaIds } = message;
    const body = toWecomBody(content, { ...this.target(app, message), mediaIds });
    const { messages, kf } = this.options.apis.at(app.apiUrl);
    const options = { timeoutMs: requestTimeoutMs };
    if (message.recipientKind === "GROUP_CHAT")
      return outcomeOf(await messages.sendToChat(app, body, options), () => ({
        kind: "ACCEPTED",
        wecomMessageId: null,
      }));
    if (message.recipientKind === "KF_CUSTOMER")
      return kfOutcomeOf(await kf.send(app, body, options), message);
    return outcomeOf(await messages.send(app, body, options), (sent) => acceptance(message, sent));
  }

  async recall(app: SendingApp, wecomMessageId: string): Promise<SendOutcome> {
    const { messages } = this.options.apis.at(app.apiUrl);
    const outcome = await messages.recall(app, wecomMessageId, { timeoutMs: requestTimeoutMs });
    return outcomeOf(outcome, () => ({ kind: "ACCEPTED", wecomMessageId }));
  }

  private target({ agentId }: SendingApp, message: OutgoingMessage): Target {
    const { recipientKind, recipient, checkDuplicates, id } = message;
    if (recipientKind === "GROUP_CHAT") return { channel: "appchat", chatId: recipient };
    if (recipientKind === "KF_CUSTOMER") {
      const [openKfId = "", externalUserId = ""] = recipient.split("/");
      return { channel: "kf", openKfId, externalUserId, msgId: kfMessageIdOf(id) };
    }
    // By group sends alone: an employee confirms them.
    if (recipientKind === "CUSTOMER") throw new RangeError("A customer is not written to by an application.");
    const whom = {
      MEMBER: { users: [recipient] },
      DEPARTMENT: { parties: [Number(recipient)] },
      TAG: { tags: [Number(recipient)] },
    }[recipientKind];
    const seconds = Math.floor(this.options.duplicateWindowMs / 1_000);
    return {
      channel: "app",
      agentId,
      taskId: id,
      ...whom,
      ...(checkDuplicates && { duplicateCheckSeconds: Math.max(1, seconds) }),
    };
  }
}

/** Our id as 微信客服 takes one (at most 32 letters, digits, - and _; WeCom path/94677): it refuses a second message with it. */
function kfMessageIdOf(messageId: string): string {
  return messageId.replaceAll("-", "");
}

/** The message an id of 微信客服 stands for; null for one that is not ours. */
export function messageIdOfKf(kfId: string): string | null {
  const [, ...parts] =
    /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(kfId) ?? [];
  return parts.length === 0 ? null : parts.join("-");
}

const invalidParameter = 40_058;

/** A repetition whose id WeCom knows already is the message that it took the first time. */
function kfOutcomeOf(outcome: ApiOutcome<string>, { id, isRepeat }: OutgoingMessage): SendOutcome {
  const taken = { kind: "ACCEPTED", wecomMessageId: kfMessageIdOf(id) } as const;
  if (isRepeat && outcome.kind === "refused" && outcome.refusal.errcode === invalidParameter) {
    // WeCom has one code for all that is wrong with a parameter; the same request was not wrong the first time.
    return /msgid/i.test(outcome.refusal.errmsg)
      ? taken
      : { kind: "REFUSED", code: "SEND_UNVERIFIED", cure: { kind: "NEVER" } };
  }
  return outcomeOf(outcome, () => taken);
}

/** WeCom answers "ok" for a member without a licence and passes nothing on. Its answers have user ids in lower case. */
function acceptance({ recipientKind, recipient }: OutgoingMessage, sent: SentMessage): SendOutcome {
  const isMissed = (ids: readonly string[]) => ids.some((id) => id.toLowerCase() === recipient.toLowerCase());
  const never = { kind: "NEVER" } as const;
  if (recipientKind === "MEMBER") {
    if (isMissed(sent.unlicensedUsers)) return { kind: "REFUSED", code: "RECIPIENT_UNLICENSED", cure: never };
    if (isMissed(sent.invalidUsers)) return { kind: "REFUSED", code: "WECOM_81013", cure: never };
  }
  return { kind: "ACCEPTED", wecomMessageId: sent.msgId || null };
}

function outcomeOf<T>(outcome: ApiOutcome<T>, accepted: (value: T) => SendOutcome): SendOutcome {
  switch (outcome.kind) {
    case "accepted":
      return accepted(outcome.value);
    case "unknown":
      return { kind: "UNKNOWN", code: "ANSWER_LOST" };
    case "refused":
      return { kind: "REFUSED", ...refusalOf(outcome.refusal) };
  }
}

function refusalOf({ errcode, retry }: WecomRefusal): { code: string; cure: RefusalCure } {
  const code = errcode === undefined ? "WECOM_UNREACHABLE" : `WECOM_${errcode}`;
  switch (retry.kind) {
    case "jittered":
    case "refresh_token":
      return { code, cure: { kind: "RETRY" } };
    case "pause":
      return { code, cure: { kind: "PAUSE", ms: retry.pauseMs } };
    case "never":
      return { code, cure: { kind: "NEVER" } };
  }
}
