import { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import type { SendingAccounts } from "../../message/routing/senders.ts";
import type { SendingApp } from "../../message/sending/sender.ts";
import type { KfPage } from "../../serverApi/calls/kf.ts";
import type { ServerApis } from "../../serverApi/serverApis.ts";
import { patient } from "../../wecom.database.ts";
import type { Tx, WecomDatabase } from "../../wecom.database.ts";
import { part } from "../incoming.store.ts";
import { Flights } from "./kf.flight.ts";
import { storeFacts } from "./kf.store.ts";
import type { KfFailure } from "./kf.store.ts";

/** What a callback says of messages that wait at WeCom. */
export interface KfNews {
  tenantId: string;
  corpId: string;
  /** The account whose application was told. */
  accountId: string;
  openKfId: string;
  token: string;
  announcedAt: Date;
}

export interface KfSyncOptions {
  db: WecomDatabase;
  accounts: SendingAccounts;
  apis: ServerApis;
  clock: () => Date;
  log: Logger;
  /** Entries fetched and stored at a time, at most 1,000. */
  pageSize?: number;
  /** Told of messages of ours that WeCom took and could not deliver. */
  onFailed?: ((tx: Tx, failure: KfFailure) => Promise<void>) | undefined;
}

/** Smaller than WeCom allows, so that a page is stored within a moment and a dying process repeats little. */
const usualPageSize = 200;
/** Three days of one desk; more is a loop. */
const pagesMax = 2_000;
/** A callback's token is good for ten minutes (WeCom path/94670); without one WeCom lets us ask less often. */
const tokenMs = 9 * 60_000;
const invalidToken = 95_007;
const storeTimeout = { ...patient, timeout: 60_000 };

interface Cursor {
  accountId: string;
  cursor: string;
}

/**
 * Fetches what customers wrote to 微信客服. How far a desk was fetched is written in the transaction that stores a page,
 * and only if nobody else has gone on meanwhile: whoever dies repeats nothing that counts, and of two processes that
 * fetch the same page one stores it.
 */
export class KfSync {
  private readonly flights = new Flights<number>();

  constructor(private readonly options: KfSyncOptions) {}

  /**
   * Fetches up to the end; returns how many entries were new.
   *
   * @throws AppError UPSTREAM_FAILED (KF_SYNC_REFUSED, KF_SYNC_UNANSWERED), CONFLICT (ACCOUNT_CANNOT_SEND).
   */
  run(news: KfNews): Promise<number> {
    return this.flights.run(`${news.corpId} ${news.openKfId}`, () => this.toTheEnd(news));
  }

  private async toTheEnd(news: KfNews): Promise<number> {
    let stored = 0;
    for (let pages = 0; pages < pagesMax; pages += 1) {
      const startedAt = this.options.clock();
      const { cursor, app } = await this.position(news);
      const page = await this.fetch(app, news, cursor);
      const taken = await this.options.db
        .system(part)
        .$transaction((tx) => this.store(tx, news, { cursor, app, page, startedAt }), storeTimeout);
      stored += taken ?? 0;
      // Nothing taken: somebody else has stored that page, and the next one is asked for from where they are.
      if (taken !== null && !page.hasMore) return stored;
    }
    this.options.log.error({ openKfId: news.openKfId }, "messages of a 微信客服 account come to no end");
    return stored;
  }

  /** From where to go on, and by whose application: the one that began, as long as it is there. */
  private async position({ tenantId, corpId, accountId, openKfId }: KfNews) {
    const { db, accounts } = this.options;
    const system = db.system(part);
    await system.$executeRaw`
      INSERT INTO wegraph_kf_cursors (corp_id, open_kf_id, tenant_id, account_id)
      VALUES (${corpId}::uuid, ${openKfId}, ${tenantId}::uuid, ${accountId}::uuid) ON CONFLICT DO NOTHING`;
    const [row] = await system.$queryRaw<Cursor[]>`
      SELECT account_id AS "accountId", cursor FROM wegraph_kf_cursors
      WHERE corp_id = ${corpId}::uuid AND open_kf_id = ${openKfId}`;
    const known = await accounts.find(new Set([row?.accountId ?? accountId, accountId]));
    const app = known.get(row?.accountId ?? accountId)?.app ?? known.get(accountId)?.app;
    if (!row || !app)
      throw new AppError("CONFLICT", "ACCOUNT_CANNOT_SEND", "No application can fetch these messages.");
    return { cursor: row.cursor, app };
  }

  private async fetch(app: SendingApp, news: KfNews, cursor: string): Promise<KfPage> {
    const { apis, clock, pageSize = usualPageSize } = this.options;
    const { kf } = apis.at(app.apiUrl);
    const { openKfId } = news;
    const isFresh = clock().getTime() - news.announcedAt.getTime() < tokenMs;
    const from = { openKfId, limit: pageSize, ...(cursor !== "" && { cursor }) };
    const first = await kf.sync(app, { ...from, ...(isFresh && { token: news.token }) });
    const isTokenRefused = first.kind === "refused" && first.refusal.errcode === invalidToken;
    const outcome = isFresh && isTokenRefused ? await kf.sync(app, from) : first;
    if (outcome.kind === "accepted") return outcome.value;
    if (outcome.kind === "unknown")
      throw new AppError("UPSTREAM_FAILED", "KF_SYNC_UNANSWERED", "WeCom did not answer.", {
        cause: outcome.cause,
      });
    const { errcode, en } = outcome.refusal;
    throw new AppError("UPSTREAM_FAILED", "KF_SYNC_REFUSED", en.meaning, { errcode: errcode ?? null });
  }

  /** How many entries were new; null when another process has gone on from that cursor already. */
  private async store(
    tx: Tx,
    { tenantId, corpId, openKfId }: KfNews,
    fetched: { cursor: string; app: SendingApp; page: KfPage; startedAt: Date },
  ): Promise<number | null> {
    const { cursor, app, page, startedAt } = fetched;
    const next = page.nextCursor === "" ? cursor : page.nextCursor;
    const moved = await tx.$executeRaw`
      UPDATE wegraph_kf_cursors SET cursor = ${next}, account_id = ${app.accountId}::uuid,
        synced_at = CASE WHEN ${page.hasMore} THEN synced_at ELSE ${startedAt}::timestamptz END
      WHERE corp_id = ${corpId}::uuid AND open_kf_id = ${openKfId} AND cursor = ${cursor}`;
    if (moved === 0) return null;
    const about = { tenantId, accountId: app.accountId, openKfId, receivedAt: this.options.clock() };
    return storeFacts(tx, about, page.messages, this.options.onFailed);
  }
}
