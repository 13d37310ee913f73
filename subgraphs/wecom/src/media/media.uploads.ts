import { LRUCache } from "lru-cache";
import { filesOf } from "../message/content/content.wire.ts";
import type { MessageContent } from "../message/content/content.ts";
import type { MediaIds } from "../message/content/wireBody.ts";
import type { SendingApp } from "../message/sending/sender.ts";
import { callLimits } from "../serverApi/providerLimits.ts";
import type { ServerApis } from "../serverApi/serverApis.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { fromWecomKind, toWecomKind } from "./media.kinds.ts";
import type { MediaKind } from "./media.kinds.ts";
import type { MediaStore } from "./media.store.ts";

/** WeCom's ids of a content's files, or why there are none. */
export type MediaReadiness =
  | { kind: "READY"; mediaIds: MediaIds }
  | { kind: "WAIT"; afterMs: number }
  | { kind: "FAIL"; code: string };

interface Upload {
  mediaId: string;
  uploadedAt: Date;
  expiresAt: Date;
}

interface Wanted {
  app: SendingApp;
  tenantId: string;
  fileId: string;
  kind: MediaKind;
}

const purpose = "media-uploads";
/** One that ends sooner is brought anew: what is sent with it may be looked at for a while. */
const marginMs = 60 * 60_000;
/** The call itself may take a minute. */
const leaseMs = 90_000;
const othersMs = 1_000;
const unsureMs = 2_000;
/** WeCom knows an id that is older than this; one it forgot so soon would be forgotten again. */
const settledMs = 60_000;
const knownMax = 20_000;

/**
 * Brings files to WeCom when a message needs them, and remembers what WeCom calls them for the three days that it keeps
 * them (WeCom path/90253): once for an account, whichever processes send with it.
 */
export class MediaUploads {
  private readonly known = new LRUCache<string, Upload>({ max: knownMax });
  private readonly underWay = new Map<string, Promise<Upload | MediaReadiness>>();

  constructor(
    private readonly db: WecomDatabase,
    private readonly store: MediaStore,
    private readonly apis: ServerApis,
  ) {}

  /**
   * @param firstSentAt of a repetition, when the message was first handed over: WeCom only knows it again by the very same
   * bytes, so the ids must be those of then.
   */
  async ready(
    app: SendingApp,
    tenantId: string,
    content: MessageContent,
    firstSentAt: Date | null = null,
  ): Promise<MediaReadiness> {
    const files = filesOf(content);
    if (files.length === 0) return { kind: "READY", mediaIds: {} };
    const found = await Promise.all(
      files.map(async ({ key, kind }) => {
        const wanted = { app, tenantId, fileId: key, kind: fromWecomKind(kind) };
        const upload = firstSentAt ? await this.asSent(wanted, firstSentAt) : await this.fresh(wanted);
        return { key, upload };
      }),
    );
    const mediaIds: Record<string, string> = {};
    for (const { key, upload } of found) {
      if ("kind" in upload) return upload;
      mediaIds[key] = upload.mediaId;
    }
    return { kind: "READY", mediaIds };
  }

  /**
   * WeCom does not know the ids any more, although their time is not up.
   *
   * @returns whether they are brought anew by the next attempt; false where that has just been done.
   */
  async forget(app: SendingApp, content: MessageContent): Promise<boolean> {
    const files = filesOf(content).map(({ key, kind }) => ({ fileId: key, kind: fromWecomKind(kind) }));
    if (files.length === 0) return false;
    for (const { fileId, kind } of files) this.known.delete(keyOf({ app, fileId, kind }));
    const forgotten = await this.db.system(purpose).mediaUpload.updateMany({
      where: {
        accountId: app.accountId,
        fileId: { in: files.map(({ fileId }) => fileId) },
        uploadedAt: { lt: new Date(Date.now() - settledMs) },
      },
      data: { expiresAt: new Date(0) },
    });
    return forgotten.count > 0;
  }

  private fresh(wanted: Wanted): Promise<Upload | MediaReadiness> {
    const key = keyOf(wanted);
    const known = this.known.get(key);
    if (known && known.expiresAt.getTime() > Date.now() + marginMs) return Promise.resolve(known);
    const running = this.underWay.get(key);
    if (running) return running;
    const made = this.obtain(wanted).finally(() => this.underWay.delete(key));
    this.underWay.set(key, made);
    return made;
  }

  private async asSent(wanted: Wanted, firstSentAt: Date): Promise<Upload | MediaReadiness> {
    const upload = this.known.get(keyOf(wanted)) ?? (await this.read(wanted));
    if (upload && upload.uploadedAt <= firstSentAt && upload.expiresAt.getTime() > Date.now()) return upload;
    return { kind: "FAIL", code: "SEND_UNVERIFIED" };
  }

  private async obtain(wanted: Wanted): Promise<Upload | MediaReadiness> {
    const there = await this.read(wanted);
    if (there && there.expiresAt.getTime() > Date.now() + marginMs) return there;
    if (!(await this.lease(wanted)))
      return (await this.isThere(wanted)) ? { kind: "WAIT", afterMs: othersMs } : deleted;
    const bytes = await this.store.get(wanted.tenantId, wanted.fileId);
    if (!bytes) return deleted;
    return this.upload(wanted, bytes);
  }

  private async upload(wanted: Wanted, bytes: Buffer): Promise<Upload | MediaReadiness> {
    const { app, tenantId, fileId, kind } = wanted;
    const { mediaFile } = this.db.system(purpose);
    const { filename, contentType } = await mediaFile.findFirstOrThrow({
      where: { id: fileId, tenantId },
      select: { filename: true, contentType: true },
    });
    const { media } = this.apis.at(app.apiUrl);
    const outcome = await media.upload(app, toWecomKind(kind), { filename, contentType, bytes });
    if (outcome.kind === "accepted") {
      const uploadedAt = new Date();
      // From our own clock: what WeCom counts from is a moment earlier, and the margin is an hour.
      const expiresAt = new Date(uploadedAt.getTime() + callLimits.mediaLifeSeconds * 1_000);
      const upload = { mediaId: outcome.value.mediaId, uploadedAt, expiresAt };
      await this.settle(wanted, upload);
      this.known.set(keyOf(wanted), upload);
      return upload;
    }
    await this.settle(wanted, null);
    // Brought twice it does no harm.
    if (outcome.kind === "unknown") return { kind: "WAIT", afterMs: unsureMs };
    const { errcode, retry } = outcome.refusal;
    if (retry.kind === "pause") return { kind: "WAIT", afterMs: retry.pauseMs };
    if (retry.kind !== "never") return { kind: "WAIT", afterMs: unsureMs };
    return { kind: "FAIL", code: errcode === undefined ? "WECOM_UNREACHABLE" : `WECOM_${errcode}` };
  }

  private async read(wanted: Wanted): Promise<Upload | null> {
    const { app, fileId, kind } = wanted;
    const row = await this.db.system(purpose).mediaUpload.findUnique({
      where: { fileId_accountId_kind: { fileId, accountId: app.accountId, kind } },
      select: { mediaId: true, uploadedAt: true, expiresAt: true },
    });
    if (!row?.mediaId || !row.uploadedAt || !row.expiresAt) return null;
    const upload = { mediaId: row.mediaId, uploadedAt: row.uploadedAt, expiresAt: row.expiresAt };
    this.known.set(keyOf(wanted), upload);
    return upload;
  }

  /** Whether it is ours to upload: nobody else is at it, and there is something to upload. */
  private async lease({ app, tenantId, fileId, kind }: Wanted): Promise<boolean> {
    const until = new Date(Date.now() + marginMs);
    const leased = await this.db.system(purpose).$executeRaw`
      INSERT INTO wegraph_media_uploads AS u (file_id, account_id, kind, tenant_id, lease_until)
      SELECT f.id, ${app.accountId}::uuid, ${kind}, f.tenant_id, now() + ${leaseMs}::float8 * interval '1 millisecond'
      FROM wegraph_media_files f WHERE f.id = ${fileId}::uuid AND f.tenant_id = ${tenantId}::uuid AND f.deleted_at IS NULL
      ON CONFLICT (file_id, account_id, kind) DO UPDATE SET lease_until = excluded.lease_until
      WHERE (u.expires_at IS NULL OR u.expires_at < ${until}::timestamptz) AND (u.lease_until IS NULL OR u.lease_until < now())`;
    return leased === 1;
  }

  private async settle({ app, fileId, kind }: Wanted, upload: Upload | null): Promise<void> {
    await this.db.system(purpose).mediaUpload.updateMany({
      where: { fileId, accountId: app.accountId, kind },
      data: { leaseUntil: null, ...upload },
    });
  }

  private async isThere({ tenantId, fileId }: Wanted): Promise<boolean> {
    const where = { id: fileId, tenantId, deletedAt: null };
    return (await this.db.system(purpose).mediaFile.count({ where })) > 0;
  }
}

const deleted = { kind: "FAIL", code: "MEDIA_DELETED" } as const;

function keyOf({ app, fileId, kind }: Pick<Wanted, "app" | "fileId" | "kind">): string {
  return `${app.accountId} ${fileId} ${kind}`;
}
