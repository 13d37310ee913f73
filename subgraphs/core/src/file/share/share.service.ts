import { v7 } from "uuid";
import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { Prisma } from "@wegraph/db-core/client";
import { domain } from "../../database.ts";
import type { CoreDatabase, Tx } from "../../database.ts";
import type { PasswordHasher } from "../../sign-in/passwordHasher.ts";
import { reachOf } from "../file.scope.ts";
import { shareLivesMsMax, sharesPerFileMax } from "./share.rules.ts";
import { shareColumns } from "./shareRow.ts";
import type { ShareRow } from "./shareRow.ts";
import { newToken, tokenHash } from "./shareToken.ts";

export interface NewShare {
  fileId: string;
  password?: string | null | undefined;
  expiresAt?: Date | null | undefined;
  downloadsMax?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

export interface ShareServiceParts {
  db: CoreDatabase;
  secrets: SecretBox;
  hasher: PasswordHasher;
  clock: () => Date;
}

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];
const latestFirst: readonly OrderColumn[] = [
  { field: "at", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];

export type AccessRow = Prisma.FileShareAccessGetPayload<object>;

/** Links by which people without an account get a file: making and ending them, and who came. */
export class ShareService {
  constructor(private readonly parts: ShareServiceParts) {}

  async create(
    context: RequestContext,
    { idempotencyKey: key, password, ...wish }: NewShare,
  ): Promise<ShareRow> {
    const { tenantId } = context.principal;
    const now = this.parts.clock();
    this.mustLieAhead(wish.expiresAt ?? null, now);
    // The same key with another password is another input, though the password itself is nobody's to keep.
    const input = { ...wish, password: password == null ? null : this.parts.secrets.blindIndex(password) };
    const passwordHash = password == null ? null : await this.parts.hasher.hash(password);
    return this.parts.db.tenant.$transaction(async (tx) => {
      await this.lockFile(tx, context, wish.fileId);
      const id = await once(tx, { tenantId, scope: "createFileShare", key, input }, () =>
        this.insert(tx, context, { ...wish, passwordHash }, now),
      );
      return tx.fileShare.findUniqueOrThrow({ where: { id }, select: shareColumns });
    });
  }

  /** From now on, also for links given out a moment ago. Revoking what is revoked is no error. */
  async revoke(context: RequestContext, id: string): Promise<ShareRow> {
    return this.parts.db.tenant.$transaction(async (tx) => {
      const share = await tx.fileShare.findFirst({
        where: { id, file: reachOf(context.principal, "file:share") },
        select: shareColumns,
      });
      if (!share) throw notFound("file share", id);
      const { count } = await tx.fileShare.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt: this.parts.clock() },
      });
      if (count > 0)
        await audit(tx, domain, originOf(context), {
          action: "file-share.revoked",
          resourceType: "file",
          resourceId: share.fileId,
          changes: [{ field: "shareId", before: id }],
        });
      return tx.fileShare.findUniqueOrThrow({ where: { id }, select: shareColumns });
    });
  }

  page({ principal }: RequestContext, fileId: string | null, args: PageArgs): Promise<Page<ShareRow>> {
    const where = { ...(fileId !== null && { fileId }), file: reachOf(principal, "file:share") };
    const { fileShare } = this.parts.db.tenant;
    return keysetPage(
      args,
      newestFirst,
      (keyset) =>
        fileShare.findMany({
          where: { AND: [where, keyset.where] },
          orderBy: keyset.orderBy,
          take: keyset.take,
          select: shareColumns,
        }),
      () => fileShare.count({ where }),
    );
  }

  /** Who came by a share, the latest first. */
  accesses({ principal }: RequestContext, shareId: string, args: PageArgs): Promise<Page<AccessRow>> {
    const where = { shareId, share: { file: reachOf(principal, "file:share") } };
    const { fileShareAccess } = this.parts.db.tenant;
    return keysetPage(
      args,
      latestFirst,
      (keyset) =>
        fileShareAccess.findMany({
          where: { AND: [where, keyset.where] },
          orderBy: keyset.orderBy,
          take: keyset.take,
        }),
      () => fileShareAccess.count({ where }),
    );
  }

  /** A page of the console, for everybody. */
  pathOf({ id, token }: Pick<ShareRow, "id" | "token">): string {
    return `/s/${this.parts.secrets.open(token, aadOf(id))}`;
  }

  private mustLieAhead(expiresAt: Date | null, now: Date): void {
    if (expiresAt === null) return;
    const path = ["input", "expiresAt"];
    if (expiresAt <= now) throw invalidInput([{ path, message: "must lie ahead" }]);
    if (expiresAt.getTime() > now.getTime() + shareLivesMsMax)
      throw invalidInput([{ path, message: "at most a year ahead" }]);
  }

  private async lockFile(tx: Tx, { principal }: RequestContext, id: string): Promise<void> {
    await tx.$queryRaw`SELECT FROM saas_files WHERE id = ${id}::uuid FOR UPDATE`;
    const file = await tx.storedFile.findFirst({
      where: { id, deletedAt: null, ...reachOf(principal, "file:share") },
      select: { id: true },
    });
    if (!file) throw notFound("file", id);
  }

  private async insert(
    tx: Tx,
    context: RequestContext,
    wish: Omit<NewShare, "password"> & { passwordHash: string | null },
    now: Date,
  ): Promise<string> {
    const { tenantId, id: createdById } = context.principal;
    const { fileId, passwordHash } = wish;
    if ((await tx.fileShare.count({ where: { fileId, revokedAt: null } })) >= sharesPerFileMax)
      throw new AppError(
        "CONFLICT",
        "FILE_SHARES_TOO_MANY",
        `A file has at most ${sharesPerFileMax} shares. Revoke one.`,
      );
    const id = v7();
    const token = newToken();
    const [expiresAt, downloadsMax] = [wish.expiresAt ?? null, wish.downloadsMax ?? null];
    await tx.fileShare.createMany({
      data: {
        id,
        tenantId,
        fileId,
        tokenHash: tokenHash(token),
        token: this.parts.secrets.seal(token, aadOf(id)),
        passwordHash,
        expiresAt,
        downloadsMax,
        createdById,
        createdAt: now,
      },
    });
    await audit(tx, domain, originOf(context), {
      action: "file-share.created",
      resourceType: "file",
      resourceId: fileId,
      changes: [
        { field: "shareId", after: id },
        { field: "hasPassword", after: passwordHash !== null },
        { field: "expiresAt", after: expiresAt?.toISOString() ?? null },
        { field: "downloadsMax", after: downloadsMax },
      ],
    });
    return id;
  }
}

function aadOf(id: string): string {
  return `saas_file_shares.token ${id}`;
}
