import type { LimitsInForce } from "../limits/limits.ts";
import { bucketFor } from "../limits/bucket.rules.ts";
import { limitIn } from "../limits/limits.ts";
import type { RecipientKind } from "../message.enums.ts";

const day = 24 * 60 * 60_000;
/** WeCom's days are China's. */
const chinaOffsetMs = 8 * 60 * 60_000;

/** Further ahead than so many days nothing is spread: the order is refused instead. */
export const planDaysMax = 7;

/** So many a second one account is taken to send, for predictions; what is measured is several times that. */
const planPerSecond = 100;

export interface PlanItem {
  accountId: string;
  recipientKind: RecipientKind;
  recipient: string;
}

export interface Plan {
  /** By item: not before; null for at once. */
  dueAts: (Date | null)[];
  /** What is promised by account and day (0 is the first day). */
  promises: { accountId: string; day: number; count: number }[];
  predictedEndAt: Date;
  /** By index, items for which no room was found within `planDaysMax` days. */
  overflow: number[];
}

/** Whether messages to such a recipient count against an application's daily quota (WeCom path/90236). */
function countsByDay(kind: RecipientKind): boolean {
  return kind === "MEMBER" || kind === "DEPARTMENT" || kind === "TAG";
}

/**
 * When each message may go, so that WeCom neither refuses nor silently drops any: at most so many to one member in a
 * minute and an hour, and to all in a day. `room` says how many more an account may send on each of the days.
 */
export function planSends(
  items: readonly PlanItem[],
  given: {
    startAt: Date;
    isScheduled: boolean;
    room: (accountId: string, day: number) => number;
    limits: LimitsInForce;
  },
): Plan {
  const { startAt, isScheduled, room, limits } = given;
  const perMember = (["app_member_minute", "app_member_hour"] as const).map((key) =>
    bucketFor(limitIn(limits, key)),
  );
  const toMember = new Map<string, number>();
  const days = new Map<string, { day: number; taken: number[] }>();
  const overflow: number[] = [];
  const dueAts = items.map((item, i) => {
    const { accountId, recipientKind, recipient } = item;
    let afterMs = 0;
    if (recipientKind === "MEMBER") {
      const key = `${accountId} ${recipient.toLowerCase()}`;
      const nth = toMember.get(key) ?? 0;
      toMember.set(key, nth + 1);
      for (const { stepMs, depthMs } of perMember) afterMs = Math.max(afterMs, (nth + 1) * stepMs - depthMs);
    }
    if (countsByDay(recipientKind)) {
      const account = days.get(accountId) ?? { day: 0, taken: [0] };
      days.set(accountId, account);
      while (account.day < planDaysMax && (account.taken[account.day] ?? 0) >= room(accountId, account.day)) {
        account.day += 1;
        account.taken[account.day] = 0;
      }
      if (account.day >= planDaysMax) overflow.push(i);
      else account.taken[account.day] = (account.taken[account.day] ?? 0) + 1;
      if (account.day > 0)
        afterMs = Math.max(afterMs, dayStart(startAt, account.day).getTime() - startAt.getTime());
    }
    return afterMs > 0 || isScheduled ? new Date(startAt.getTime() + Math.ceil(afterMs)) : null;
  });
  const promises = [...days].flatMap(([accountId, { taken }]) =>
    taken.flatMap((count, nth) => (count > 0 && nth < planDaysMax ? [{ accountId, day: nth, count }] : [])),
  );
  return { dueAts, promises, overflow, predictedEndAt: predictedEnd(startAt, items, dueAts) };
}

function predictedEnd(startAt: Date, items: readonly PlanItem[], dueAts: readonly (Date | null)[]): Date {
  const accounts = new Set(items.map(({ accountId }) => accountId)).size;
  const latest = dueAts.reduce((last, due) => Math.max(last, due?.getTime() ?? 0), startAt.getTime());
  return new Date(latest + Math.ceil((items.length / Math.max(1, accounts * planPerSecond)) * 1_000));
}

/** The first moment of the n-th day after `at`, by China's clock; for 0, the day that `at` is in. */
export function dayStart(at: Date, nth: number): Date {
  const today = Math.floor((at.getTime() + chinaOffsetMs) / day);
  return new Date((today + nth) * day - chinaOffsetMs);
}

/** That day as the database writes a date. */
export function dayName(at: Date, nth: number): string {
  return new Date(dayStart(at, nth).getTime() + chinaOffsetMs).toISOString().slice(0, 10);
}
