import type { Redis } from "ioredis";
import type { Bucket } from "./bucket.rules.ts";
import { LocalBuckets } from "./localBuckets.ts";

export interface NamedBucket extends Bucket {
  /** Shared by all processes that use the name. */
  name: string;
}

/** What one message needs room in; it takes a place in all of them or in none. */
export type Need = readonly NamedBucket[];

const prefix = "wecom:bucket:";

/**
 * For each message in turn: if every bucket has room, one more is put in all. Returns the waits in ms, 0 for "go". By
 * Redis's own clock, which is the same for all processes.
 */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local waits, at = {}, 1
for message = 1, tonumber(ARGV[1]) do
  local count = tonumber(ARGV[at + 1])
  local wait, empties = 0, {}
  for i = 1, count do
    local key = KEYS[tonumber(ARGV[at + i * 3 - 1])]
    local step, depth = tonumber(ARGV[at + i * 3]), tonumber(ARGV[at + i * 3 + 1])
    local empty = math.max(tonumber(redis.call('GET', key) or '0'), now)
    empties[i] = { key, empty + step }
    wait = math.max(wait, math.ceil(empty + step - depth - now - 0.000001))
  end
  if wait <= 0 then
    for i = 1, count do
      redis.call('SET', empties[i][1], string.format('%.3f', empties[i][2]), 'PX', math.ceil(empties[i][2] - now) + 1)
    end
    wait = 0
  end
  waits[message] = wait
  at = at + 1 + count * 3
end
return waits`;

/**
 * Leaky buckets shared by all processes. While Redis is away each process keeps to buckets of its own: with n processes
 * up to n times as much goes out, and WeCom's own refusal is then what slows it.
 */
export class RateLimiter {
  private readonly local = new LocalBuckets();

  constructor(private readonly redis: Redis) {}

  /** How long each message has to wait, in ms; for 0 its place is taken. */
  async take(needs: readonly Need[]): Promise<number[]> {
    if (needs.every((need) => need.length === 0)) return needs.map(() => 0);
    const keys = [...new Set(needs.flatMap((need) => need.map(({ name }) => prefix + name)))];
    const indexOf = new Map(keys.map((key, i) => [key, i + 1]));
    const args = needs.flatMap((need) => [
      need.length,
      ...need.flatMap(({ name, stepMs, depthMs }) => [indexOf.get(prefix + name) ?? 0, stepMs, depthMs]),
    ]);
    try {
      const waits = await this.redis.eval(script, keys.length, ...keys, needs.length, ...args);
      return (Array.isArray(waits) ? waits : []).map(Number);
    } catch {
      return this.local.take(needs); // the connection reports its trouble itself
    }
  }

  /** Nothing more through what is called `name`, for so long. */
  async pause(name: string, ms: number): Promise<void> {
    this.local.pause(name, ms);
    await this.redis.set(`wecom:pause:${name}`, "1", "PX", Math.ceil(ms)).catch(() => undefined);
  }

  /** How long each is still paused, in ms: 0 if it is not. */
  async paused(names: readonly string[]): Promise<Map<string, number>> {
    const left = await Promise.all(
      names.map(async (name): Promise<[string, number]> => {
        const shared = await this.redis.pttl(`wecom:pause:${name}`).catch(() => 0);
        return [name, Math.max(shared, this.local.pausedMs(name), 0)];
      }),
    );
    return new Map(left);
  }
}
