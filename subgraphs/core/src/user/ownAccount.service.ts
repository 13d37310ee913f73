import { audit } from "@wegraph/kit/audit";
import type { AuditRecord } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { personOf } from "../caller.ts";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import { endSessions } from "../session/sessionStore.ts";
import type { Attempt, LoginAttempts } from "../sign-in/loginAttempts.ts";
import type { PasswordHasher } from "../sign-in/passwordHasher.ts";
import { mustBeGoodPassword } from "../sign-in/passwordPolicy.ts";
import type { SecondFactor } from "../sign-in/secondFactor.ts";
import type { Enrolment, Totp } from "../sign-in/totp.ts";
import { userColumns } from "./userRow.ts";
import type { UserRow } from "./userRow.ts";

const purpose = "own-account";

const secretColumns = {
  ...userColumns,
  passwordHash: true,
  totpSecret: true,
  totpPendingSecret: true,
  failuresClearedAt: true,
} as const;

/** What people change about themselves. Guessing here counts like guessing at the door. */
export class OwnAccountService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly attempts: LoginAttempts,
    private readonly hasher: PasswordHasher,
    private readonly totp: Totp,
    private readonly secondFactor: SecondFactor,
    private readonly clock: () => Date,
  ) {}

  /** The session it is done in goes on; all others end. */
  async changePassword(
    context: RequestContext,
    currentPassword: string,
    newPassword: string,
  ): Promise<UserRow> {
    const user = await this.self(context);
    const attempt = await this.begin(context, user);
    if (!(await this.hasher.verify(user.passwordHash, currentPassword))) {
      const { details } = await this.attempts.fail(attempt, "WRONG_PASSWORD");
      throw new AppError("FORBIDDEN", "PASSWORD_WRONG", "The current password is not right.", details);
    }
    await this.attempts.succeed(this.db.system(purpose), attempt);
    mustBeGoodPassword(newPassword, "newPassword", [user.email, user.displayName]);
    const passwordHash = await this.hasher.hash(newPassword);
    const { sessionId } = personOf(context);
    return this.change(
      context,
      user.id,
      { action: "user.password-changed", changes: [{ field: "password" }] },
      async (tx) => {
        const now = this.clock();
        await tx.user.update({
          where: { id: user.id },
          data: { passwordHash, passwordChangedAt: now },
          select: { id: true },
        });
        await endSessions(
          tx,
          originOf(context),
          { userId: user.id, id: { not: sessionId } },
          "PASSWORD_CHANGED",
          now,
        );
      },
    );
  }

  async setLocale(context: RequestContext, locale: string): Promise<UserRow> {
    const user = await this.self(context);
    const changes = [{ field: "locale", before: user.locale, after: locale }];
    return this.change(context, user.id, { action: "user.locale-changed", changes }, async (tx) => {
      await tx.user.update({ where: { id: user.id }, data: { locale }, select: { id: true } });
    });
  }

  /** A secret that counts only once a code of it was right; beginning again replaces it. */
  async beginTotp(context: RequestContext): Promise<Enrolment> {
    const user = await this.self(context);
    if (user.totpEnabledAt)
      throw new AppError("CONFLICT", "TOTP_ALREADY_ENABLED", "Two-step sign-in is on already.");
    const enrolment = await this.totp.enrol(user.email);
    const totpPendingSecret = this.secondFactor.seal(user.id, enrolment.secret);
    await this.change(context, user.id, { action: "user.totp-enrolment-begun" }, async (tx) => {
      await tx.user.update({ where: { id: user.id }, data: { totpPendingSecret }, select: { id: true } });
    });
    return enrolment;
  }

  async confirmTotp(
    context: RequestContext,
    code: string,
  ): Promise<{ user: UserRow; recoveryCodes: string[] }> {
    const user = await this.self(context);
    const pending = user.totpPendingSecret;
    if (!pending || user.totpEnabledAt)
      throw new AppError("CONFLICT", "TOTP_NOT_BEGUN", "Begin the enrolment first.");
    const step = await this.totp.stepOf(this.secondFactor.open(user.id, pending), code.trim());
    if (step === null) throw wrongCode();
    const recoveryCodes = this.totp.recoveryCodes();
    const hashes = recoveryCodes
      .map((plain) => this.totp.recoveryHash(plain))
      .filter((hash) => hash !== null);
    const enabled = await this.change(context, user.id, { action: "user.totp-enabled" }, async (tx) => {
      const { count } = await tx.user.updateMany({
        where: { id: user.id, totpPendingSecret: pending, totpEnabledAt: null },
        data: {
          totpSecret: pending,
          totpPendingSecret: null,
          totpEnabledAt: this.clock(),
          totpLastStep: step,
          recoveryCodeHashes: hashes,
        },
      });
      if (count === 0) throw new AppError("CONFLICT", "TOTP_NOT_BEGUN", "Begin the enrolment first.");
    });
    return { user: enabled, recoveryCodes };
  }

  async disableTotp(context: RequestContext, code: string): Promise<UserRow> {
    const user = await this.self(context);
    if (!user.totpEnabledAt)
      throw new AppError("CONFLICT", "TOTP_NOT_ENABLED", "Two-step sign-in is not on.");
    const attempt = await this.begin(context, user);
    if (!(await this.secondFactor.accept(user, code)))
      throw wrongCode((await this.attempts.fail(attempt, "WRONG_CODE")).details);
    await this.attempts.succeed(this.db.system(purpose), attempt);
    return this.change(context, user.id, { action: "user.totp-disabled" }, async (tx) => {
      await tx.user.update({
        where: { id: user.id },
        data: {
          totpSecret: null,
          totpPendingSecret: null,
          totpEnabledAt: null,
          totpLastStep: null,
          recoveryCodeHashes: [],
        },
        select: { id: true },
      });
    });
  }

  /** Someone signed in who may not try is told to wait, not that they are nobody. */
  private begin(
    { principal }: RequestContext,
    user: { id: string; email: string; failuresClearedAt: Date | null },
  ): Promise<Attempt> {
    return this.attempts.begin({ email: user.email, address: principal.address, user }, (retryAfterMs) => {
      return new AppError(
        "RATE_LIMITED",
        "TOO_MANY_TRIES",
        "Too many tries were made. Wait before the next.",
        { retryAfterMs },
      );
    });
  }

  private self(context: RequestContext) {
    const { userId } = personOf(context);
    return this.db.system(purpose).user.findUniqueOrThrow({ where: { id: userId }, select: secretColumns });
  }

  private async change(
    context: RequestContext,
    userId: string,
    record: Pick<AuditRecord, "action" | "changes">,
    act: (tx: Tx) => Promise<void>,
  ): Promise<UserRow> {
    return this.db.system(purpose).$transaction(async (tx) => {
      await act(tx);
      await audit(tx, domain, originOf(context), { ...record, resourceType: "user", resourceId: userId });
      return tx.user.findUniqueOrThrow({ where: { id: userId }, select: userColumns });
    });
  }
}

function wrongCode(details: Readonly<Record<string, unknown>> = {}): AppError {
  return new AppError("FORBIDDEN", "CODE_WRONG", "The code is not right, or was used already.", details);
}
