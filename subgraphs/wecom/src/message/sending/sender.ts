import type { MessageType } from "../message.enums.ts";
import type { RecipientKind } from "../message.enums.ts";
import type { MediaIds } from "../content/wireBody.ts";

/** One message on its way out. */
export interface OutgoingMessage {
  id: string;
  type: MessageType;
  recipientKind: RecipientKind;
  recipient: string;
  content: unknown;
  /** Ask WeCom to drop it if it had the same lately: set when a repetition would be one (`enable_duplicate_check`). */
  checkDuplicates: boolean;
  /** An earlier attempt may have been taken. */
  isRepeat: boolean;
  /** What WeCom calls the content's files. */
  mediaIds: MediaIds;
}

/** The application a message is sent with. */
export interface SendingApp {
  accountId: string;
  /** WeCom's id of the corporation. */
  corpId: string;
  agentId: number;
  secret: string;
  /** Base address of the server API; null for WeCom's own. */
  apiUrl: string | null;
}

/** What is to be done about a refusal. */
export type RefusalCure =
  /** Try again after a moment; WeCom was busy. */
  | { kind: "RETRY" }
  /** Nothing more by this account for so long: WeCom counts too many calls. */
  | { kind: "PAUSE"; ms: number }
  /** This message will never be accepted. */
  | { kind: "NEVER" };

export type SendOutcome =
  | { kind: "ACCEPTED"; wecomMessageId: string | null }
  /** WeCom certainly did not take it. `code` is "WECOM_<errcode>" or a reason of ours. */
  | { kind: "REFUSED"; code: string; cure: RefusalCure }
  /** The request left, and no answer came: it may have been taken. */
  | { kind: "UNKNOWN"; code: string };

/** The way out. Never throws for what the network or WeCom does; a throw is a bug. */
export interface MessageSender {
  /** Longest time a `send` may take, in ms: a claim on a message must last longer. */
  readonly timeoutMs: number;
  /** Whether a repetition of such a message can be made harmless at all. */
  canRepeat(message: Pick<OutgoingMessage, "recipientKind">): boolean;
  send(app: SendingApp, message: OutgoingMessage): Promise<SendOutcome>;
  recall(app: SendingApp, wecomMessageId: string): Promise<SendOutcome>;
}
