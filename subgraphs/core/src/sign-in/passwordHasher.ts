import { availableParallelism } from "node:os";
import { hash, parseOptions, verify } from "@node-rs/argon2";
import { AppError } from "@wegraph/kit/errors";

/** OWASP's argon2id (the library's default variant) with room to spare: about 35 ms and 64 MiB for each guess. */
export const hashCost = { memoryCost: 65_536, timeCost: 3, parallelism: 4 } as const;

const argon2idPrefix = "$argon2id$";

const waitingMax = 500;

/**
 * argon2id, a few at a time: each hash takes a thread and 64 MiB, so a flood of sign-ins must wait in line rather
 * than take the memory and the thread pool from everything else.
 */
export class PasswordHasher {
  private free = 2 * availableParallelism();
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password.normalize("NFC"), hashCost));
  }

  verify(stored: string, password: string): Promise<boolean> {
    return this.inTurn(() => verify(stored, password.normalize("NFC")));
  }

  /** Takes as long as a verification that fails, for an account that does not exist. */
  async verifyNobody(password: string): Promise<false> {
    this.decoy ??= this.hash("the password of nobody");
    await this.verify(await this.decoy, password);
    return false;
  }

  /** Whether a hash was made under other costs than today's. */
  isStale(stored: string): boolean {
    const { memoryCost, timeCost, parallelism } = parseOptions(stored);
    return (
      !stored.startsWith(argon2idPrefix) ||
      memoryCost !== hashCost.memoryCost ||
      timeCost !== hashCost.timeCost ||
      parallelism !== hashCost.parallelism
    );
  }

  /** Makes the first sign-in no slower than the next. */
  async warmUp(): Promise<void> {
    await this.verifyNobody("");
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      // The place goes to the next in line directly; only with nobody waiting does it become free.
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= waitingMax)
      throw new AppError("UNAVAILABLE", "SIGN_IN_BUSY", "Too many people are signing in. Try again shortly.");
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
