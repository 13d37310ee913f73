import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import type { SecretBox } from "@wegraph/kit/secrets";
import { z } from "zod";
import { refusedBy, unreachable } from "./outcome.ts";
import type { Refused } from "./outcome.ts";

export interface StoredToken {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly fetchedAt: number;
}

/** Longer than fetching a token may take, so that a live holder never loses it. */
const lockMs = 10_000;

const tokenShape = z.object({ token: z.string().min(1), expiresAt: z.number(), fetchedAt: z.number() });
const failureShape = z.object({ errcode: z.int().nullable(), errmsg: z.string() });

/** Writes only while the lock is still the writer's own; whoever slept past its end must not undo what came after. */
const storeIfHolder = `
if redis.call('get', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('del', KEYS[2])
if ARGV[3] ~= '0' then redis.call('set', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1`;

/** What all processes know of one token, in Redis. Every method throws when Redis is gone. */
export class SharedTokens {
  constructor(
    private readonly redis: Redis,
    private readonly secrets: SecretBox,
  ) {}

  /** Sealed: who can read the cache still cannot act for the corp. */
  async read(key: string): Promise<StoredToken | undefined> {
    const sealed = await this.redis.get(key);
    if (sealed === null) return undefined;
    try {
      return tokenShape.parse(JSON.parse(this.secrets.open(sealed, key)));
    } catch {
      // Sealed with a key that is no longer ours: as good as absent.
      return undefined;
    }
  }

  /** A fetch that failed just now, anywhere: nobody needs to try again at once. */
  async readFailure(key: string): Promise<Refused | undefined> {
    const text = await this.redis.get(failureKey(key));
    if (text === null) return undefined;
    const { errcode, errmsg } = failureShape.parse(JSON.parse(text));
    return errcode === null ? unreachable(errmsg) : refusedBy(errcode, errmsg);
  }

  /** The right to fetch, for one process at a time; undefined while another has it. */
  async lock(key: string): Promise<string | undefined> {
    const holder = randomUUID();
    const answer = await this.redis.set(lockKey(key), holder, "PX", lockMs, "NX");
    return answer === "OK" ? holder : undefined;
  }

  async release(key: string, holder: string): Promise<void> {
    await this.redis.eval(storeIfHolder, 2, key, lockKey(key), holder, "", 0);
  }

  async store(key: string, holder: string, token: StoredToken, lifeMs: number): Promise<void> {
    const sealed = this.secrets.seal(JSON.stringify(token), key);
    await this.redis.eval(storeIfHolder, 2, key, lockKey(key), holder, sealed, Math.ceil(lifeMs));
  }

  async fail(key: string, holder: string, { refusal }: Refused, holdMs: number): Promise<void> {
    const text = JSON.stringify({ errcode: refusal.errcode ?? null, errmsg: refusal.errmsg });
    await this.redis.eval(storeIfHolder, 2, failureKey(key), lockKey(key), holder, text, Math.ceil(holdMs));
  }
}

function lockKey(key: string): string {
  return `${key}:lock`;
}

function failureKey(key: string): string {
  return `${key}:failed`;
}
