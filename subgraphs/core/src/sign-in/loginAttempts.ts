import { v7 } from "uuid";
import { audit } from "@wegraph/kit/audit";
import { AppError } from "@wegraph/kit/errors";
import { systemOrigin } from "@wegraph/kit/outbox";
import type { SecretBox } from "@wegraph/kit/secrets";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import { tenantsOf } from "../session/membership.ts";
import { addressKey } from "./address.ts";
import { lockedUntil, lockout, lookBackMs, refusalOf } from "./lockout.rules.ts";
import type { FailureHistory } from "./lockout.rules.ts";
import { Turnstile } from "./turnstile.ts";

const purpose = "sign-in";

/** Who is tried, from where. */
export interface Tried {
  /** As typed; need not exist. */
  email: string;
  address: string | null;
  user: { id: string; failuresClearedAt: Date | null } | null;
}

export interface Attempt {
  id: string;
  tried: Tried;
}

export type FailureReason = "UNKNOWN_USER" | "WRONG_PASSWORD" | "USER_DISABLED" | "WRONG_CODE";

/**
 * The record of every try to prove who one is, and the gate in front of it. An attempt is entered before it is
 * verified and counts as failed until it succeeded, so a thousand guesses sent at once get no more tries than a
 * thousand sent in turn.
 */
export class LoginAttempts {
  /** Attempts on one account wait for each other in the database; this is how many connections that may take. */
  private readonly turnstile = new Turnstile(3, 1_000);

  constructor(
    private readonly db: CoreDatabase,
    private readonly secrets: SecretBox,
    private readonly clock: () => Date,
  ) {}

  /** @throws what `refused` makes of it when this attempt may not even be verified. */
  async begin(tried: Tried, refused: (retryAfterMs: number) => AppError = signInRefused): Promise<Attempt> {
    const now = this.clock();
    const id = v7();
    const { account, address } = this.keys(tried);
    const enter = async (tx: Tx) => {
      // Account before address, always, so that two attempts cannot wait for each other in a circle.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`account ${account}`}, 0))`;
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`address ${address}`}, 0))`;
      const found = refusalOf(await this.history(tx, tried, now), now);
      await tx.loginAttempt.create({
        data: {
          id,
          at: now,
          accountKey: account,
          userId: tried.user?.id ?? null,
          address: tried.address ?? "",
          addressKey: address,
          outcome: found ? "REFUSED" : "PENDING",
          reason: found?.cause ?? null,
        },
        select: { id: true },
      });
      return found;
    };
    const refusal = await this.turnstile.pass(() => this.db.system(purpose).$transaction(enter));
    if (refusal) throw refused(refusal.until.getTime() - now.getTime());
    return { id, tried };
  }

  async succeed(tx: Tx, { id }: Attempt): Promise<void> {
    await tx.loginAttempt.update({ where: { id }, data: { outcome: "SUCCEEDED" }, select: { id: true } });
  }

  /** The password was right, but that is not all that is asked for: no success, and no failure either. */
  async settle({ id }: Attempt, outcome: "TOTP_REQUIRED" | "REFUSED", reason: string): Promise<void> {
    const data = { outcome, reason };
    await this.db.system(purpose).loginAttempt.update({ where: { id }, data, select: { id: true } });
  }

  /** The error to throw for a failed attempt; it says how long the next one has to wait. */
  async fail({ id, tried }: Attempt, reason: FailureReason): Promise<AppError> {
    const system = this.db.system(purpose);
    await system.loginAttempt.update({
      where: { id },
      data: { outcome: "FAILED", reason },
      select: { id: true },
    });
    const now = this.clock();
    const history = await this.history(system, tried, now);
    const refusal = refusalOf(history, now);
    if (tried.user && refusal) await this.showLock(tried.user.id, history, now);
    return signInRefused(refusal ? refusal.until.getTime() - now.getTime() : null);
  }

  /** For administrators to see; what is refused is decided by the attempts themselves. */
  private async showLock(userId: string, history: FailureHistory, now: Date): Promise<void> {
    const ends = [lockedUntil(history.account, lockout.account), lockedUntil(history.pair, lockout.pair)];
    const until = ends
      .filter((end) => end !== null && end > now)
      .toSorted((a, b) => Number(b) - Number(a))[0];
    if (!until) return;
    await this.db.system(purpose).$transaction(async (tx) => {
      await tx.user.update({ where: { id: userId }, data: { lockedUntil: until }, select: { id: true } });
      for (const { id } of await tenantsOf(tx, userId))
        await audit(tx, domain, systemOrigin("sign-in", id), {
          action: "user.locked",
          resourceType: "user",
          resourceId: userId,
          changes: [{ field: "lockedUntil", after: until.toISOString() }],
        });
    });
  }

  private keys({ email, address }: Tried): { account: string; address: string } {
    return { account: this.secrets.blindIndex(`sign-in ${email}`), address: addressKey(address ?? "") };
  }

  private async history(tx: Pick<Tx, "$queryRaw">, tried: Tried, now: Date): Promise<FailureHistory> {
    const { account, address } = this.keys(tried);
    const ago = (ms: number) => new Date(now.getTime() - ms);
    const cleared = tried.user?.failuresClearedAt ?? new Date(0);
    const [row] = await tx.$queryRaw<[HistoryRow]>`
      SELECT
        ARRAY(SELECT at FROM saas_login_attempts
              WHERE account_key = ${account} AND address_key = ${address} AND outcome IN ('PENDING', 'FAILED')
                AND at > ${ago(lookBackMs(lockout.pair))} AND at > ${cleared}
                AND at > coalesce((SELECT max(at) FROM saas_login_attempts
                                   WHERE account_key = ${account} AND address_key = ${address} AND outcome = 'SUCCEEDED'
                                     AND at > ${ago(lookBackMs(lockout.pair))}), '-infinity')
              ORDER BY at DESC LIMIT ${lockout.pair.failuresMax}) AS pair,
        ARRAY(SELECT at FROM saas_login_attempts
              WHERE address_key = ${address} AND outcome IN ('PENDING', 'FAILED') AND at > ${ago(lookBackMs(lockout.address))}
              ORDER BY at DESC LIMIT ${lockout.address.failuresMax}) AS address,
        ARRAY(SELECT at FROM saas_login_attempts
              WHERE account_key = ${account} AND outcome IN ('PENDING', 'FAILED')
                AND at > ${ago(lookBackMs(lockout.account))} AND at > ${cleared}
              ORDER BY at DESC LIMIT ${lockout.account.failuresMax}) AS account,
        EXISTS(SELECT 1 FROM saas_login_attempts
               WHERE account_key = ${account} AND address_key = ${address} AND outcome = 'SUCCEEDED'
                 AND at > ${ago(lockout.knownAddressMs)}) AS known`;
    return {
      pair: dates(row.pair),
      address: dates(row.address),
      account: dates(row.account),
      addressIsKnown: row.known,
    };
  }
}

function dates(values: readonly (string | Date)[]): Date[] {
  return values.map((value) => new Date(value));
}

interface HistoryRow {
  pair: (string | Date)[];
  address: (string | Date)[];
  account: (string | Date)[];
  known: boolean;
}

/** The one answer to every sign-in that fails, whatever the cause. */
function signInRefused(retryAfterMs: number | null): AppError {
  const details = retryAfterMs === null ? {} : { retryAfterMs };
  const message = "The e-mail or the password is not right, or too many tries were made.";
  return new AppError("UNAUTHENTICATED", "SIGN_IN_REFUSED", message, details);
}
