import { v7 } from "uuid";
import { inTenant } from "@wegraph/database/scope";
import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import { domain } from "../../database.ts";
import type { CoreDatabase } from "../../database.ts";
import type { PasswordHasher } from "../../sign-in/passwordHasher.ts";
import type { FileLinks } from "../door/links.ts";
import { linkLivesMs } from "../file.rules.ts";
import { purpose } from "../file.purpose.ts";
import { stateOf, triesMax, triesWithinMs } from "./share.rules.ts";
import type { AccessOutcome, ShareState } from "./share.rules.ts";
import { shareColumns } from "./shareRow.ts";
import type { ShareRow } from "./shareRow.ts";
import { tokenHash } from "./shareToken.ts";

export interface VisitParts {
  db: CoreDatabase;
  hasher: PasswordHasher;
  links: FileLinks;
  clock: () => Date;
}

/** Strangers who come by a share. Only the token tells which tenant it is about. */
export class VisitService {
  constructor(private readonly parts: VisitParts) {}

  /** @throws AppError NOT_FOUND for a token that was never given out, or whose tenant is suspended. */
  async look(token: string): Promise<{ share: ShareRow; state: ShareState }> {
    const share = await this.parts.db.system(purpose).fileShare.findFirst({
      where: { tokenHash: tokenHash(token), tenant: { status: "ACTIVE" } },
      select: shareColumns,
    });
    if (!share) throw new AppError("NOT_FOUND", "FILE_SHARE_NOT_FOUND", "This link leads nowhere.");
    return { share, state: stateOf(share, this.parts.clock()) };
  }

  /**
   * Counts a download and gives the link for it: the right to have the file for a few minutes, however often the
   * connection breaks off.
   *
   * @throws AppError NOT_FOUND (FILE_SHARE_NOT_FOUND, FILE_SHARE_OVER with `state`), FORBIDDEN (SHARE_PASSWORD_WRONG),
   * RATE_LIMITED (SHARE_LOCKED with `retryAfterMs`).
   */
  async open(
    context: RequestContext,
    { token, password }: { token: string; password?: string | null | undefined },
  ): Promise<{ share: ShareRow; url: string; expiresAt: Date }> {
    const { share, state } = await this.look(token);
    return inTenant(share.tenantId, async () => {
      if (state !== "OPEN") throw await this.refused(context, share, state);
      if (share.passwordHash !== null)
        await this.demandPassword(context, share, share.passwordHash, password ?? "");
      if (!(await this.take(context, share))) {
        const { state: now } = await this.look(token);
        throw await this.refused(context, share, now === "OPEN" ? "EXHAUSTED" : now);
      }
      const { id: shareId, tenantId, fileId } = share;
      const expiresAt = new Date(this.parts.clock().getTime() + linkLivesMs);
      const url = this.parts.links.pathOf({ tenantId, fileId, shareId, as: "attachment", expiresAt });
      return { share, url, expiresAt };
    });
  }

  /** One statement: of a thousand who come at once for the last download, one gets it. */
  private take(context: RequestContext, { id, tenantId, fileId }: ShareRow): Promise<boolean> {
    const now = this.parts.clock();
    const { address } = context.principal;
    return this.parts.db.tenant.$transaction(async (tx) => {
      const taken = await tx.$executeRaw`
        UPDATE saas_file_shares SET downloads = downloads + 1
        WHERE id = ${id}::uuid AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})
          AND (downloads_max IS NULL OR downloads < downloads_max)
          AND EXISTS (SELECT FROM saas_files f WHERE f.id = file_id AND f.deleted_at IS NULL)`;
      if (taken === 0) return false;
      await tx.fileShareAccess.createMany({ data: this.visit(context, { id, tenantId }, "DOWNLOADED") });
      const actor = { kind: "SYSTEM" as const, id: "file-share", name: "file-share", address };
      await audit(
        tx,
        domain,
        { tenantId, correlationId: context.correlationId, actor },
        {
          action: "file-share.downloaded",
          resourceType: "file",
          resourceId: fileId,
          changes: [{ field: "shareId", after: id }],
        },
      );
      return true;
    });
  }

  /** A try is counted before it is made, so that many at once are counted as well; the right password is none. */
  private async demandPassword(
    context: RequestContext,
    share: ShareRow,
    passwordHash: string,
    password: string,
  ): Promise<void> {
    const now = this.parts.clock();
    const since = new Date(now.getTime() - triesWithinMs);
    const counted = await this.parts.db.tenant.$executeRaw`
      UPDATE saas_file_shares SET
        tries = CASE WHEN tries_since > ${since} THEN tries + 1 ELSE 1 END,
        tries_since = CASE WHEN tries_since > ${since} THEN tries_since ELSE ${now} END
      WHERE id = ${share.id}::uuid AND (tries < ${triesMax}::int OR tries_since IS NULL OR tries_since <= ${since})`;
    if (counted === 0) {
      await this.note(context, share, "LOCKED");
      throw new AppError("RATE_LIMITED", "SHARE_LOCKED", "Too many wrong passwords. Try again later.", {
        retryAfterMs: triesWithinMs,
      });
    }
    if (await this.parts.hasher.verify(passwordHash, password)) {
      await this.parts.db.tenant.$executeRaw`
        UPDATE saas_file_shares SET tries = greatest(tries - 1, 0) WHERE id = ${share.id}::uuid`;
      return;
    }
    await this.note(context, share, "PASSWORD_WRONG");
    throw new AppError("FORBIDDEN", "SHARE_PASSWORD_WRONG", "This is not the password.");
  }

  private async refused(
    context: RequestContext,
    share: ShareRow,
    state: Exclude<ShareState, "OPEN">,
  ): Promise<AppError> {
    await this.note(context, share, state);
    return new AppError("NOT_FOUND", "FILE_SHARE_OVER", "This link does not lead to its file any more.", {
      state,
    });
  }

  private async note(context: RequestContext, share: ShareRow, outcome: AccessOutcome): Promise<void> {
    await this.parts.db.tenant.fileShareAccess.createMany({ data: this.visit(context, share, outcome) });
  }

  private visit(
    { principal: { address, userAgent } }: RequestContext,
    { id: shareId, tenantId }: Pick<ShareRow, "id" | "tenantId">,
    outcome: AccessOutcome,
  ) {
    return {
      id: v7(),
      tenantId,
      shareId,
      at: this.parts.clock(),
      outcome,
      address,
      userAgent: userAgent ?? null,
    };
  }
}
