import { z } from "zod";
import type { MediaUploads } from "../../media/media.uploads.ts";
import type { ApiOutcome, WecomRefusal } from "../../serverApi/outcome.ts";
import type { ListedGroupSends } from "../../serverApi/calls/groupSends.ts";
import type { ServerApis } from "../../serverApi/serverApis.ts";
import { messageContent } from "../content/content.ts";
import { filesOf } from "../content/content.wire.ts";
import { toGroupSendBody } from "../content/groupSend.wire.ts";
import { needOfCall } from "../limits/limit.needs.ts";
import type { ProviderLimits } from "../limits/limits.service.ts";
import type { RateLimiter } from "../limits/rateLimiter.ts";
import type { MessageTimings } from "../message.timings.ts";
import type { SendingAccounts } from "../routing/senders.ts";
import { attemptsMax } from "../sending/outcome.rules.ts";
import type { SendingApp } from "../sending/sender.ts";
import { traitsOf } from "./groupSend.rules.ts";
import type { GroupSendRow, GroupSendStore } from "./groupSend.store.ts";

export interface HandOverParts {
  store: GroupSendStore;
  accounts: SendingAccounts;
  limits: ProviderLimits;
  limiter: RateLimiter;
  media: MediaUploads;
  apis: ServerApis;
  timings: MessageTimings;
  clock: () => Date;
}

const createTimeoutMs = 20_000;
/** Their clocks and ours. */
const skewMs = 120_000;
const twinWaitMs = 2_000;
const pagesMax = 20;
const api = "externalcontact/add_msg_template";

/** Puts group sends before the employees, each once: WeCom has no key to know a repetition by. */
export class GroupSendHandOver {
  constructor(private readonly parts: HandOverParts) {}

  async perform(row: GroupSendRow): Promise<void> {
    const { store, timings, clock } = this.parts;
    const app = await this.appFor(row);
    if (!app) return;
    const content = messageContent.parse(row.content);
    const media = await this.parts.media.ready(app, row.tenantId, content);
    if (media.kind === "WAIT") return this.later(row, media.afterMs);
    if (media.kind === "FAIL") return this.fail(row, media.code);
    const limits = await this.parts.limits.inForce();
    const [waitMs = 0] = await this.parts.limiter.take([needOfCall(app.corpId, api, limits)]);
    if (waitMs > 0) return this.later(row, waitMs);
    const externalUserIds = await store.recipients(row);
    if (externalUserIds.length === 0)
      return void (await store.save(row, { status: "CANCELLED", dueAt: null, endedAt: clock() }));
    // A twin is in doubt; or a person has cancelled it this moment.
    if (!(await store.begin(row))) return this.later(row, twinWaitMs);
    const audience = {
      kind: "customers" as const,
      externalUserIds,
      ...(row.employeeId !== null && { sender: row.employeeId }),
    };
    const body = toGroupSendBody([content], audience, media.mediaIds);
    const outcome = await this.parts.apis
      .at(app.apiUrl)
      .groupSends.create(app, body, { timeoutMs: createTimeoutMs });
    const begun = { ...row, status: "HANDING_OVER" };
    if (outcome.kind === "accepted") return this.taken(begun, outcome.value.msgId, outcome.value.failed);
    if (outcome.kind === "refused") return this.refused(begun, outcome.refusal);
    await store.save(begun, { errorCode: "ANSWER_LOST", dueAt: this.inMs(timings.reconcileMs) });
  }

  /** Whether WeCom made what it was asked to make: its own list tells, and nothing else does. */
  async verify(row: GroupSendRow): Promise<void> {
    const { store, timings, clock } = this.parts;
    const app = await this.appFor(row);
    if (!app || !row.handedOverAt) return;
    const listed = await this.listed(app, row.handedOverAt);
    if (listed.kind !== "accepted") return this.later(row, timings.accountWaitMs);
    const { text, attachments } = wireOf(row);
    const wanted = traitsOf(text, attachments);
    const alike = listed.value.filter((each) => traitsOf(each.text, each.attachments) === wanted);
    const known = await store.known(
      row.corpId,
      alike.map(({ msgId }) => msgId),
    );
    const candidates = alike.filter(({ msgId }) => !known.has(msgId));
    const [found] = candidates;
    // Somebody else made one with the same words in these minutes: which of them is ours nobody can tell.
    if (candidates.length > 1) return this.fail(row, "SEND_UNVERIFIED");
    if (found) return this.taken(row, found.msgId, []);
    const sinceMs = clock().getTime() - row.handedOverAt.getTime();
    // A request may still have been on its way when the list was read.
    if (sinceMs < timings.unsureMs) return this.later(row, timings.reconcileMs);
    await store.save(row, { status: "PENDING", handedOverAt: null, dueAt: clock() });
  }

  private async taken(row: GroupSendRow, wecomMessageId: string, failed: readonly string[]): Promise<void> {
    const { clock, store, timings } = this.parts;
    const now = clock();
    const fates = failed.map((recipient) => ({
      recipient,
      status: "FAILED" as const,
      code: "CUSTOMER_UNREACHABLE",
      at: now,
    }));
    await store.save(
      row,
      {
        status: "WAITING",
        wecomMessageId,
        waitingSince: now,
        errorCode: null,
        dueAt: this.inMs(timings.confirmCheckMs),
      },
      { fates },
    );
  }

  private async refused(row: GroupSendRow, { errcode, retry }: WecomRefusal): Promise<void> {
    const code = errcode === undefined ? "WECOM_UNREACHABLE" : `WECOM_${errcode}`;
    if (retry.kind === "never" || row.attempts + 1 >= attemptsMax) return this.fail(row, code);
    const afterMs = retry.kind === "pause" ? retry.pauseMs : this.parts.timings.accountWaitMs;
    await this.parts.store.save(row, {
      status: "PENDING",
      handedOverAt: null,
      errorCode: code,
      dueAt: this.inMs(afterMs),
    });
  }

  /** Null when the account cannot work now; then it is put off, or fails, here. */
  private async appFor(row: GroupSendRow): Promise<SendingApp | null> {
    const { accounts, timings, clock } = this.parts;
    const account = (await accounts.find([row.accountId])).get(row.accountId);
    const isDoubtful = row.status === "HANDING_OVER";
    const wantedAt = (row.handedOverAt ?? row.scheduledAt ?? row.createdAt).getTime();
    if (account?.app && account.isOnline) return account.app;
    if (!account) await this.fail(row, isDoubtful ? "SEND_UNVERIFIED" : "ACCOUNT_DELETED");
    else if (!account.app) await this.fail(row, isDoubtful ? "SEND_UNVERIFIED" : "ACCOUNT_CANNOT_SEND");
    else if (clock().getTime() > wantedAt + timings.giveUpMs)
      await this.fail(row, isDoubtful ? "SEND_UNVERIFIED" : "SEND_EXPIRED");
    else await this.later(row, timings.accountWaitMs);
    return null;
  }

  private async listed(app: SendingApp, around: Date): Promise<ApiOutcome<ListedGroupSends["groupSends"]>> {
    const span = {
      from: new Date(around.getTime() - skewMs),
      to: new Date(around.getTime() + createTimeoutMs + skewMs),
    };
    const groupSends: ListedGroupSends["groupSends"] = [];
    let cursor: string | undefined;
    for (let page = 0; page < pagesMax; page += 1) {
      const outcome = await this.parts.apis.at(app.apiUrl).groupSends.list(app, span, { cursor });
      if (outcome.kind !== "accepted") return outcome;
      groupSends.push(...outcome.value.groupSends);
      cursor = outcome.value.nextCursor;
      if (cursor === undefined) break;
    }
    return { kind: "accepted", value: groupSends };
  }

  private async fail(row: GroupSendRow, code: string): Promise<void> {
    const { store, clock } = this.parts;
    await store.save(
      row,
      { status: "FAILED", errorCode: code, dueAt: null, endedAt: clock() },
      { rest: { status: "FAILED", code } },
    );
  }

  private async later(row: GroupSendRow, afterMs: number): Promise<void> {
    await this.parts.store.save(row, { dueAt: this.inMs(afterMs) });
  }

  private inMs(ms: number): Date {
    return new Date(Date.now() + ms);
  }
}

/** As WeCom was asked for it, but for whom it goes to and what its files are called there. */
function wireOf(row: GroupSendRow): { text: string | undefined; attachments: Record<string, unknown>[] } {
  const content = messageContent.parse(row.content);
  const mediaIds = Object.fromEntries(filesOf(content).map(({ key }) => [key, "-"]));
  const body = toGroupSendBody([content], { kind: "customers", externalUserIds: [] }, mediaIds);
  const { attachments } = attachmentShape.parse(body);
  return { text: content.type === "TEXT" ? content.text : undefined, attachments };
}

const attachmentShape = z.looseObject({
  attachments: z.array(z.record(z.string(), z.unknown())).default([]),
});
