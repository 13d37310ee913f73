import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import type { Origin } from "@wegraph/kit/outbox";
import { domain } from "../database.ts";
import type { CoreDatabase } from "../database.ts";
import { tenantToEnter } from "../session/membership.ts";
import { openSession } from "../session/sessionStore.ts";
import type { SignedIn, Tokens } from "../session/tokens.ts";
import type { TenantRow } from "../tenant/tenantRow.ts";
import { userColumns } from "../user/userRow.ts";
import type { UserRow } from "../user/userRow.ts";
import type { Attempt, FailureReason, LoginAttempts } from "./loginAttempts.ts";
import type { PasswordHasher } from "./passwordHasher.ts";
import type { SecondFactor } from "./secondFactor.ts";

const purpose = "sign-in";

const credentialColumns = {
  ...userColumns,
  passwordHash: true,
  totpSecret: true,
  failuresClearedAt: true,
  sessionsMax: true,
} as const;

export interface SignInInput {
  email: string;
  password: string;
  totpCode?: string | null | undefined;
  tenantId?: string | null | undefined;
}

interface Candidate extends UserRow {
  passwordHash: string;
  totpSecret: string | null;
  failuresClearedAt: Date | null;
  sessionsMax: number | null;
}

/** From e-mail and password to a session. */
export class SignInService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly attempts: LoginAttempts,
    private readonly hasher: PasswordHasher,
    private readonly secondFactor: SecondFactor,
    private readonly tokens: Tokens,
    private readonly clock: () => Date,
  ) {}

  async signIn(context: RequestContext, input: SignInInput): Promise<SignedIn> {
    const { address } = context.principal;
    const system = this.db.system(purpose);
    const user = await system.user.findUnique({ where: { email: input.email }, select: credentialColumns });
    const attempt = await this.attempts.begin({ email: input.email, address, user });

    const failure = await this.passwordFailure(user, input.password);
    if (!user || failure) throw await this.attempts.fail(attempt, failure ?? "UNKNOWN_USER");
    if (user.totpEnabledAt) await this.demandCode(attempt, user, input.totpCode);

    const tenant = await this.tenantFor(attempt, user, input.tenantId);
    if (this.hasher.isStale(user.passwordHash)) await this.rehash(user.id, user.passwordHash, input.password);
    return this.enter(context, user, tenant, attempt);
  }

  /** Makes the session. Also for someone whose identity needs no proof: the first administrator, just created. */
  async enter(
    context: RequestContext,
    user: UserRow & { sessionsMax: number | null },
    tenant: TenantRow,
    attempt?: Attempt,
  ): Promise<SignedIn> {
    const { address, userAgent } = context.principal;
    const now = this.clock();
    const origin: Origin = {
      tenantId: tenant.id,
      correlationId: context.correlationId,
      actor: { kind: "USER", id: user.id, name: user.displayName, address },
    };
    const { session, shown } = await this.db.system(purpose).$transaction(async (tx) => {
      const opened = await openSession(tx, origin, { user, tenantId: tenant.id, address, userAgent, now });
      const row = await tx.user.update({
        where: { id: user.id },
        data: { lastSignInAt: now },
        select: userColumns,
      });
      if (attempt) await this.attempts.succeed(tx, attempt);
      await audit(tx, domain, origin, {
        action: "user.signed-in",
        resourceType: "session",
        resourceId: opened.id,
      });
      return { session: opened, shown: row };
    });
    return this.tokens.issue(session, shown, tenant);
  }

  /** Takes the same time whether the user exists or not, and is disabled or not. */
  private async passwordFailure(user: Candidate | null, password: string): Promise<FailureReason | null> {
    if (!user) return (await this.hasher.verifyNobody(password)) || "UNKNOWN_USER";
    if (!(await this.hasher.verify(user.passwordHash, password))) return "WRONG_PASSWORD";
    return user.status === "ACTIVE" ? null : "USER_DISABLED";
  }

  private async demandCode(
    attempt: Attempt,
    user: Candidate,
    code: string | null | undefined,
  ): Promise<void> {
    if (code == null || code.trim() === "") {
      await this.attempts.settle(attempt, "TOTP_REQUIRED", "TOTP_REQUIRED");
      throw new AppError(
        "UNAUTHENTICATED",
        "TOTP_REQUIRED",
        "Give the code of your authenticator, or a recovery code.",
      );
    }
    if (!(await this.secondFactor.accept(user, code))) throw await this.attempts.fail(attempt, "WRONG_CODE");
  }

  private async tenantFor(
    attempt: Attempt,
    user: Candidate,
    asked: string | null | undefined,
  ): Promise<TenantRow> {
    const system = this.db.system(purpose);
    const last = await system.session.findFirst({
      where: { userId: user.id },
      orderBy: { createdAt: "desc" },
      select: { lastTenantId: true },
    });
    try {
      return await tenantToEnter(system, user.id, { asked, last: last?.lastTenantId ?? null });
    } catch (error) {
      await this.attempts.settle(attempt, "REFUSED", "TENANT");
      throw error;
    }
  }

  /** Only if nobody changed the password meanwhile. */
  private async rehash(id: string, passwordHash: string, password: string): Promise<void> {
    const stronger = await this.hasher.hash(password);
    await this.db
      .system(purpose)
      .user.updateMany({ where: { id, passwordHash }, data: { passwordHash: stronger } });
  }
}
