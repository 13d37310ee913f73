import { availableParallelism } from "node:os";
import { hash, parseOptions, verify } from "@node-rs/argon2";
import { Turnstile } from "./turnstile.ts";

/** OWASP's argon2id (the library's default variant) with room to spare: about 35 ms and 64 MiB for each guess. */
const hashCost = { memoryCost: 65_536, timeCost: 3, parallelism: 4 } as const;

/** Hashing runs in libuv's pool of four threads; one stays for files and names. More would only wait for a core. */
const threadsFree = 3;

const argon2idPrefix = "$argon2id$";

/**
 * argon2id, a few at a time: each hash takes a thread and 64 MiB, so a flood of sign-ins must wait in line rather
 * than take the memory and the thread pool from everything else.
 */
export class PasswordHasher {
  private readonly turnstile = new Turnstile(Math.min(2 * availableParallelism(), threadsFree), 500);
  private decoy: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return this.turnstile.pass(() => hash(password.normalize("NFC"), hashCost));
  }

  verify(stored: string, password: string): Promise<boolean> {
    return this.turnstile.pass(() => verify(stored, password.normalize("NFC")));
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
}
