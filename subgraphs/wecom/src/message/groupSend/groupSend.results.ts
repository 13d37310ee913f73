import type { ApiOutcome } from "../../serverApi/outcome.ts";
import type { GroupSendResults, GroupSendTasks } from "../../serverApi/calls/groupSends.ts";
import type { ServerApis } from "../../serverApi/serverApis.ts";
import type { MessageTimings } from "../message.timings.ts";
import type { SendingAccounts } from "../routing/senders.ts";
import type { SendingApp } from "../sending/sender.ts";
import { z } from "zod";
import { checkAfterMs, confirmWithinMs, fateOf } from "./groupSend.rules.ts";
import type { CustomerFate, GroupSendRow, GroupSendStore } from "./groupSend.store.ts";

interface Parts {
  store: GroupSendStore;
  accounts: SendingAccounts;
  apis: ServerApis;
  timings: MessageTimings;
  clock: () => Date;
}

export const confirmationsShape = z.array(
  z.object({
    userId: z.string(),
    /** Null for one who has not confirmed. */
    confirmedAt: z.string().nullable(),
    /** What became of each of their customers is known. */
    isSettled: z.boolean(),
  }),
);
export type Confirmation = z.infer<typeof confirmationsShape>[number];

const pagesMax = 50;
const cancelled = 41_093;

type Checked = { confirmations: Confirmation[]; fates: CustomerFate[] };

/** Asks WeCom who has confirmed, and what became of each customer's message (path/93338). */
export class GroupSendCheck {
  constructor(private readonly parts: Parts) {}

  async perform(row: GroupSendRow): Promise<void> {
    const { store, clock, timings } = this.parts;
    const { wecomMessageId, waitingSince } = row;
    const app = (await this.parts.accounts.find([row.accountId])).get(row.accountId)?.app;
    if (!app || !wecomMessageId || !waitingSince) return this.giveUp(row);
    const now = clock();
    const waitedMs = now.getTime() - waitingSince.getTime();
    const isStopped = row.cancelAskedAt !== null || waitedMs > confirmWithinMs;
    // First, so that what is asked for afterwards is the end of it.
    if (isStopped && !(await this.stop(app, wecomMessageId))) return this.later(row, timings.accountWaitMs);
    const checked = await this.check(app, row, wecomMessageId);
    if (!checked) return this.later(row, timings.accountWaitMs);
    const { confirmations, fates } = checked;
    if (isStopped) return this.end(row, checked);
    const open = new Set(await store.recipients(row));
    for (const { recipient } of fates) open.delete(recipient);
    if (open.size === 0)
      return void (await store.save(
        row,
        { status: "DONE", confirmations, checkedAt: now, dueAt: null, endedAt: now },
        { fates },
      ));
    const dueAt = new Date(Date.now() + checkAfterMs(waitedMs, timings.confirmCheckMs));
    await store.save(row, { confirmations, checkedAt: now, dueAt }, { fates });
  }

  /** Whoever confirmed before it was stopped has sent; the others do not any more. */
  private async end(row: GroupSendRow, { confirmations, fates }: Checked): Promise<void> {
    const now = this.parts.clock();
    const isCancelled = row.cancelAskedAt !== null;
    await this.parts.store.save(
      row,
      {
        status: isCancelled ? "CANCELLED" : "DONE",
        confirmations,
        checkedAt: now,
        dueAt: null,
        endedAt: now,
        errorCode: isCancelled ? null : "GROUP_SEND_UNCONFIRMED",
      },
      {
        fates,
        rest: isCancelled
          ? { status: "CANCELLED", code: null }
          : { status: "FAILED", code: "GROUP_SEND_UNCONFIRMED" },
      },
    );
  }

  /** Nobody can ask any more: the account or its application is gone. */
  private async giveUp(row: GroupSendRow): Promise<void> {
    await this.parts.store.save(
      row,
      { status: "FAILED", errorCode: "SEND_UNVERIFIED", dueAt: null, endedAt: this.parts.clock() },
      { rest: { status: "FAILED", code: "SEND_UNVERIFIED" } },
    );
  }

  private async stop(app: SendingApp, wecomMessageId: string): Promise<boolean> {
    const outcome = await this.parts.apis.at(app.apiUrl).groupSends.cancel(app, wecomMessageId);
    // Stopped twice is stopped once.
    return (
      outcome.kind === "accepted" || (outcome.kind === "refused" && outcome.refusal.errcode === cancelled)
    );
  }

  private async check(app: SendingApp, row: GroupSendRow, msgId: string): Promise<Checked | null> {
    const { groupSends } = this.parts.apis.at(app.apiUrl);
    const known = new Map(confirmationsShape.parse(row.confirmations).map((each) => [each.userId, each]));
    const tasks = await pages<GroupSendTasks, GroupSendTasks["tasks"][number]>(
      (cursor) => groupSends.tasks(app, msgId, { cursor }),
      (page) => page.tasks,
    );
    if (!tasks) return null;
    const confirmations: Confirmation[] = [];
    const fates: CustomerFate[] = [];
    for (const { userId, isSent, sentAt } of tasks) {
      if (known.get(userId)?.isSettled || !isSent) {
        confirmations.push(known.get(userId) ?? { userId, confirmedAt: null, isSettled: false });
        continue;
      }
      const results = await pages<GroupSendResults, GroupSendResults["results"][number]>(
        (cursor) => groupSends.results(app, { msgId, userId }, { cursor }),
        (page) => page.results,
      );
      if (!results) return null;
      const settled = fatesOf(results, this.parts.clock());
      fates.push(...settled);
      confirmations.push({
        userId,
        confirmedAt: (sentAt ?? this.parts.clock()).toISOString(),
        isSettled: settled.length === results.length,
      });
    }
    return { confirmations, fates };
  }

  private async later(row: GroupSendRow, afterMs: number): Promise<void> {
    await this.parts.store.save(row, { dueAt: new Date(Date.now() + afterMs) });
  }
}

function fatesOf(results: GroupSendResults["results"], now: Date): CustomerFate[] {
  return results.flatMap(({ externalUserId, status, sentAt }) => {
    const fate = fateOf(status);
    if (!fate || externalUserId === undefined) return [];
    return [{ recipient: externalUserId, ...fate, at: sentAt ?? now }];
  });
}

/** All pages of a list, or null where one could not be had. */
async function pages<Page extends { nextCursor: string | undefined }, Item>(
  ask: (cursor: string | undefined) => Promise<ApiOutcome<Page>>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<Item[] | null> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const outcome = await ask(cursor);
    if (outcome.kind !== "accepted") return null;
    items.push(...itemsOf(outcome.value));
    cursor = outcome.value.nextCursor;
    if (cursor === undefined) return items;
  }
  return items;
}
