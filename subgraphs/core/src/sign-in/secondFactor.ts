import type { SecretBox } from "@wegraph/kit/secrets";
import type { CoreDatabase } from "../database.ts";
import type { Totp } from "./totp.ts";

const purpose = "sign-in";

/** Checks the second factor and uses it up in one statement, so that no code is good twice. */
export class SecondFactor {
  constructor(
    private readonly db: CoreDatabase,
    private readonly secrets: SecretBox,
    private readonly totp: Totp,
  ) {}

  seal(userId: string, secret: string): string {
    return this.secrets.seal(secret, place(userId));
  }

  open(userId: string, sealed: string): string {
    return this.secrets.open(sealed, place(userId));
  }

  /** @param code six digits of the authenticator, or a recovery code. */
  async accept(user: { id: string; totpSecret: string | null }, code: string): Promise<boolean> {
    if (!user.totpSecret) return false;
    const plain = code.trim();
    const step = await this.totp.stepOf(this.open(user.id, user.totpSecret), plain);
    if (step !== null) return this.useStep(user.id, step);
    const hash = this.totp.recoveryHash(plain);
    return hash !== null && this.useRecoveryCode(user.id, hash);
  }

  private async useStep(userId: string, step: number): Promise<boolean> {
    const taken = await this.db.system(purpose).$executeRaw`
      UPDATE saas_users SET totp_last_step = ${step}
      WHERE id = ${userId}::uuid AND (totp_last_step IS NULL OR totp_last_step < ${step})`;
    return taken === 1;
  }

  private async useRecoveryCode(userId: string, hash: string): Promise<boolean> {
    const taken = await this.db.system(purpose).$executeRaw`
      UPDATE saas_users SET recovery_code_hashes = array_remove(recovery_code_hashes, ${hash})
      WHERE id = ${userId}::uuid AND ${hash} = ANY (recovery_code_hashes)`;
    return taken === 1;
  }
}

/** The place a sealed secret belongs to; the same while it is pending, so that confirming it moves it as it is. */
function place(userId: string): string {
  return `saas_users|totp_secret|${userId}`;
}
