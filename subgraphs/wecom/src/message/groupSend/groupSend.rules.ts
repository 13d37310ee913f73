import type { Machine } from "@wegraph/kit/machine";
import type { MessageContent } from "../content/content.ts";

export const groupSendStatuses = [
  "PENDING",
  "HANDING_OVER",
  "WAITING",
  "DONE",
  "FAILED",
  "CANCELLED",
] as const;
export type GroupSendStatus = (typeof groupSendStatuses)[number];

export type GroupSendEvent = "BEGIN" | "TAKEN" | "NOT_TAKEN" | "END" | "FAIL" | "CANCEL";

/**
 * The life of a group send. While it is being handed over it may or may not be at WeCom, and only WeCom's own list tells:
 * it goes back to PENDING when it is certain that it is not.
 */
const groupSendMachine: Machine<GroupSendStatus, GroupSendEvent> = {
  PENDING: { BEGIN: "HANDING_OVER", FAIL: "FAILED", CANCEL: "CANCELLED", END: "DONE" },
  HANDING_OVER: { TAKEN: "WAITING", NOT_TAKEN: "PENDING", FAIL: "FAILED", END: "DONE" },
  WAITING: { END: "DONE", CANCEL: "CANCELLED", FAIL: "FAILED" },
  DONE: {},
  FAILED: {},
  CANCELLED: {},
};

/** Whether one step leads from the one to the other. */
export function mayBecome(from: GroupSendStatus, to: GroupSendStatus): boolean {
  return Object.values(groupSendMachine[from]).includes(to);
}

/** An employee has so long to confirm; then the group send is taken back. */
export const confirmWithinMs = 7 * 24 * 60 * 60_000;

const minute = 60_000;
/** WeCom calls nobody back: how often to ask depends on how likely an answer is. */
const steps: readonly { untilMs: number; everyMs: number }[] = [
  { untilMs: 10 * minute, everyMs: minute },
  { untilMs: 60 * minute, everyMs: 5 * minute },
  { untilMs: 24 * 60 * minute, everyMs: 30 * minute },
];

/** After how long to ask WeCom again who has confirmed. */
export function checkAfterMs(waitedMs: number, firstMs: number): number {
  const every = steps.find(({ untilMs }) => waitedMs < untilMs)?.everyMs ?? 60 * minute;
  return Math.round((every / minute) * firstMs);
}

/** WeCom's status of one customer's message (path/93338): 0 is nothing yet. */
export function fateOf(status: number): { status: "SENT" | "FAILED"; code: string | null } | null {
  switch (status) {
    case 1:
      return { status: "SENT", code: null };
    case 2:
      return { status: "FAILED", code: "CUSTOMER_NOT_FRIEND" };
    case 3:
      return { status: "FAILED", code: "CUSTOMER_LIMIT_REACHED" };
    default:
      return null;
  }
}

/**
 * What a group send says, so far as WeCom's list tells it again: media have other ids there, so of a file only its kind
 * counts.
 */
export function traitsOf(
  text: string | undefined,
  attachments: readonly Readonly<Record<string, unknown>>[],
): string {
  return JSON.stringify([text ?? "", ...attachments.map(traitOf)]);
}

function traitOf(attachment: Readonly<Record<string, unknown>>): unknown[] {
  const kind = attachment["msgtype"];
  const field = (name: string, key: string): unknown => {
    const body = attachment[name];
    return typeof body === "object" && body !== null ? Reflect.get(body, key) : undefined;
  };
  if (kind === "link") return [kind, field("link", "title"), field("link", "url")];
  if (kind === "miniprogram") return [kind, field("miniprogram", "appid"), field("miniprogram", "page")];
  return [kind];
}

/** An order may not put more than so many group sends before the employees: each is confirmed by itself. */
export const groupSendsPerOrderMax = 100;

export interface GroupedMessage {
  index: number;
  accountId: string;
  employeeId: string | null;
  content: MessageContent;
  contentHash: string;
  recipient: string;
  dueAt: Date | null;
}

/**
 * Messages that one confirmation can send: of one account, for one employee, at one time and with the same words. A
 * customer who is to get the same twice is in two of them.
 */
export function grouped(messages: readonly GroupedMessage[]): GroupedMessage[][] {
  const groups = new Map<string, GroupedMessage[]>();
  const times = new Map<string, number>();
  for (const message of messages) {
    const { accountId, employeeId, contentHash, dueAt, recipient } = message;
    const base = `${accountId} ${employeeId ?? ""} ${contentHash} ${dueAt?.getTime() ?? ""}`;
    const nth = times.get(`${base} ${recipient}`) ?? 0;
    times.set(`${base} ${recipient}`, nth + 1);
    const key = `${base} ${nth}`;
    const group = groups.get(key);
    if (group) group.push(message);
    else groups.set(key, [message]);
  }
  return [...groups.values()];
}
