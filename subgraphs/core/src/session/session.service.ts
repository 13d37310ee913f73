import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { can, refusal } from "@wegraph/kit/principal";
import type { Prisma } from "@wegraph/db-core/client";
import { personOf } from "../caller.ts";
import { domain } from "../database.ts";
import type { CoreDatabase } from "../database.ts";
import type { TenantRow } from "../tenant/tenantRow.ts";
import type { AccessTokens, IssuedToken } from "./accessTokens.ts";
import { tenantToEnter } from "./membership.ts";
import { enterTenant } from "./refresh.service.ts";
import { endSessions } from "./sessionStore.ts";

const own = "own-sessions";

const sessionColumns = {
  id: true,
  userId: true,
  address: true,
  userAgent: true,
  createdAt: true,
  lastSeenAt: true,
  expiresAt: true,
  endedAt: true,
  endReason: true,
} as const satisfies Prisma.SessionSelect;

export type SessionRow = Prisma.SessionGetPayload<{ select: typeof sessionColumns }>;

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];

/** Seeing and ending sessions: one's own everywhere, others' in the tenant they are used in. */
export class SessionService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly accessTokens: AccessTokens,
    private readonly clock: () => Date,
  ) {}

  /** A person's sessions in all tenants, hence the system scope, limited to that person. */
  pageOfOwn(context: RequestContext, args: PageArgs): Promise<Page<SessionRow>> {
    const { userId } = personOf(context);
    return this.page(this.db.system(own), { userId }, args);
  }

  pageOfTenant(
    filter: { userId?: string | null | undefined; active?: boolean | null | undefined },
    args: PageArgs,
  ): Promise<Page<SessionRow>> {
    const live = { endedAt: null, expiresAt: { gt: this.clock() } };
    const where: Prisma.SessionWhereInput = {
      ...(filter.userId != null && { userId: filter.userId }),
      ...(filter.active === true && live),
      ...(filter.active === false && { NOT: live }),
    };
    return this.page(this.db.tenant, where, args);
  }

  current(context: RequestContext): Promise<SessionRow | null> {
    const { sessionId } = context.principal;
    if (!sessionId) return Promise.resolve(null);
    return context.loader(this.loadOwn).load(sessionId);
  }

  async signOut(context: RequestContext): Promise<string> {
    const { sessionId } = personOf(context);
    const origin = originOf(context);
    await this.db.system(own).$transaction(async (tx) => {
      await endSessions(tx, origin, { id: sessionId }, "SIGNED_OUT", this.clock());
      await audit(tx, domain, origin, {
        action: "user.signed-out",
        resourceType: "session",
        resourceId: sessionId,
      });
    });
    return sessionId;
  }

  async switchTenant(
    context: RequestContext,
    tenantId: string,
  ): Promise<{ token: IssuedToken; tenant: TenantRow }> {
    const { userId, sessionId } = personOf(context);
    const system = this.db.system("enter-tenant");
    const tenant = await tenantToEnter(system, userId, { asked: tenantId });
    const session = await system.session.findUnique({
      where: { id: sessionId },
      select: { expiresAt: true, endedAt: true },
    });
    if (!session || session.endedAt)
      throw new AppError("UNAUTHENTICATED", "SESSION_OVER", "The session is over. Sign in again.");
    await enterTenant(this.db, sessionId, tenant.id);
    await system.$transaction((tx) =>
      audit(
        tx,
        domain,
        { ...originOf(context), tenantId: tenant.id },
        {
          action: "session.tenant-entered",
          resourceType: "session",
          resourceId: sessionId,
        },
      ),
    );
    return {
      token: await this.accessTokens.issue({ userId, sessionId, tenantId: tenant.id }, session.expiresAt),
      tenant,
    };
  }

  /** One's own session, or with `session:end` any that is used in this tenant. Ending one that is over is no error. */
  async end(context: RequestContext, id: string): Promise<SessionRow> {
    const mine = await this.findOwn(context, id);
    const row = mine ?? (can(context.principal, "session:end") ? await this.findInTenant(id) : null);
    if (!row) throw notFound("session", id);
    await this.endAndRecord(
      context,
      { id },
      mine ? "ENDED_BY_USER" : "ENDED_BY_ADMIN",
      row.userId,
      mine !== null,
    );
    const after = mine ? await this.findOwn(context, id) : await this.findInTenant(id);
    return after ?? row;
  }

  /** @returns how many were ended. */
  async endAll(
    context: RequestContext,
    {
      userId,
      exceptCurrent,
    }: { userId?: string | null | undefined; exceptCurrent?: boolean | null | undefined },
  ): Promise<number> {
    const { principal } = context;
    const isOwn = userId == null || (principal.kind === "USER" && principal.id === userId);
    const except = exceptCurrent !== false && principal.sessionId ? { id: { not: principal.sessionId } } : {};
    if (isOwn) {
      const person = personOf(context);
      return this.endAndRecord(
        context,
        { userId: person.userId, ...except },
        "ENDED_BY_USER",
        person.userId,
        true,
      );
    }
    if (!can(principal, "session:end")) throw refusal(principal, ["session:end"]);
    const member = await this.db.tenant.user.findUnique({ where: { id: userId }, select: { id: true } });
    if (!member) throw notFound("user", userId);
    return this.endAndRecord(context, { userId, ...except }, "ENDED_BY_ADMIN", userId, false);
  }

  private async endAndRecord(
    context: RequestContext,
    where: Prisma.SessionWhereInput,
    reason: "ENDED_BY_USER" | "ENDED_BY_ADMIN",
    userId: string,
    everywhere: boolean,
  ): Promise<number> {
    const client = everywhere ? this.db.system(own) : this.db.tenant;
    const origin = originOf(context);
    return client.$transaction(async (tx) => {
      const ended = await endSessions(tx, origin, where, reason, this.clock());
      for (const id of ended)
        await audit(tx, domain, origin, {
          action: "session.ended",
          resourceType: "session",
          resourceId: id,
          changes: [
            { field: "endReason", after: reason },
            { field: "userId", after: userId },
          ],
        });
      return ended.length;
    });
  }

  private async findOwn({ principal }: RequestContext, id: string): Promise<SessionRow | null> {
    if (principal.kind !== "USER") return null;
    return this.db
      .system(own)
      .session.findUnique({ where: { id, userId: principal.id }, select: sessionColumns });
  }

  private findInTenant(id: string): Promise<SessionRow | null> {
    return this.db.tenant.session.findUnique({ where: { id }, select: sessionColumns });
  }

  private page(
    client: { session: Prisma.TransactionClient["session"] },
    where: Prisma.SessionWhereInput,
    args: PageArgs,
  ): Promise<Page<SessionRow>> {
    return keysetPage(
      args,
      newestFirst,
      (keyset) =>
        client.session.findMany({
          where: { AND: [where, keyset.where] },
          orderBy: keyset.orderBy,
          take: keyset.take,
          select: sessionColumns,
        }),
      () => client.session.count({ where }),
    );
  }

  private readonly loadOwn = async (
    ids: readonly string[],
    { principal }: RequestContext,
  ): Promise<(SessionRow | null)[]> => {
    const rows = await this.db.system(own).session.findMany({
      where: { id: { in: [...ids] }, userId: principal.id },
      select: sessionColumns,
    });
    return inOrder(ids, rows);
  };
}
