import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createLogger } from "@wegraph/kit/log";
import { testServers } from "@wegraph/kit/testing/servers.config";
import { startSimulator } from "@wegraph/simulators/simulator";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { agentId, app, openWecomApi, secrets } from "../testing/wecomApi.ts";
import type { TestWecom } from "../testing/wecomApi.ts";
import { refusedBy } from "./outcome.ts";
import { SharedTokens } from "./sharedTokens.ts";
import { keyOf, TokenCache } from "./tokenCache.ts";
import type { AppAccess, FetchToken } from "./tokenSource.ts";

const { redisUrl } = testServers();
const connections: Redis[] = [];

/** As the platform's own: a command fails at once when there is no Redis. */
async function openRedis(url = redisUrl): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 500,
    retryStrategy: () => 50,
  });
  redis.on("error", () => undefined);
  await redis.connect();
  connections.push(redis);
  return redis;
}

afterEach(() => {
  for (const redis of connections.splice(0)) redis.disconnect();
});

/** An application of its own for each test, so that no test finds another's token. */
const newApp = (): AppAccess => ({ corpId: "wwcache", secret: randomUUID() });

/** A WeCom that counts: each fetch another token, after a moment. */
function countingFetch(expiresInMs = 7_200_000) {
  const state = { fetches: 0, running: 0, runningMax: 0, hasWrongSecret: false };
  const fetch: FetchToken = async () => {
    state.fetches++;
    state.running++;
    state.runningMax = Math.max(state.runningMax, state.running);
    const number = state.fetches;
    await new Promise((resolve) => setTimeout(resolve, 30));
    state.running--;
    return state.hasWrongSecret
      ? refusedBy(40_001, "invalid credential")
      : { kind: "token", token: `token-${number}`, expiresInMs };
  };
  return { state, fetch };
}

const log = createLogger("test", "silent");
const issuer = "https://wecom.example";

async function openCache(fetch: FetchToken, more: { redis?: Redis; now?: () => number } = {}) {
  const shared = new SharedTokens(more.redis ?? (await openRedis()), secrets);
  return new TokenCache({ fetch, issuer, shared, log, ...(more.now && { now: more.now }) });
}

describe("one token for all", () => {
  test("ten caches, a hundred callers each: fetched once", async () => {
    const mine = newApp();
    const { state, fetch } = countingFetch();
    const caches = await Promise.all(Array.from({ length: 10 }, () => openCache(fetch)));

    const results = await Promise.all(
      caches.flatMap((cache) => Array.from({ length: 100 }, () => cache.get(mine))),
    );

    expect(new Set(results.map((result) => JSON.stringify(result)))).toEqual(
      new Set(['{"kind":"token","token":"token-1"}']),
    );
    expect(state.fetches).toBe(1);
  });

  test("refused early in ten caches at once: replaced once", async () => {
    const mine = newApp();
    const { state, fetch } = countingFetch();
    const caches = await Promise.all(Array.from({ length: 10 }, () => openCache(fetch)));
    await Promise.all(caches.map((cache) => cache.get(mine)));

    const results = await Promise.all(
      caches.flatMap((cache) => Array.from({ length: 20 }, () => cache.replace(mine, "token-1"))),
    );

    expect(results.every((result) => result.kind === "token" && result.token === "token-2")).toBe(true);
    expect(state.fetches).toBe(2);
  });

  test("renewed before it ends by one of them, while all go on with the old one", async () => {
    const mine = newApp();
    const { state, fetch } = countingFetch();
    let ahead = 0;
    const now = () => Date.now() + ahead;
    const caches = await Promise.all(
      Array.from({ length: 5 }, async () => openCache(fetch, { now, redis: await openRedis() })),
    );
    await Promise.all(caches.map((cache) => cache.get(mine)));

    ahead = 7_200_000 - 120_000;
    const during = await Promise.all(caches.map((cache) => cache.get(mine)));
    await expect
      .poll(
        async () => {
          ahead += 1_000;
          const results = await Promise.all(caches.map((cache) => cache.get(mine)));
          return results.every((result) => result.kind === "token" && result.token === "token-2");
        },
        { timeout: 10_000 },
      )
      .toBe(true);

    expect(during.every((result) => result.kind === "token" && result.token === "token-1")).toBe(true);
    expect(state.fetches).toBe(2);
  });

  test("a holder that died in the middle is waited for no longer than its lock lives", async () => {
    const mine = newApp();
    const { state, fetch } = countingFetch();
    const redis = await openRedis();
    await redis.set(`${keyOf(mine, issuer)}:lock`, "a dead process", "PX", 400);

    const result = await (await openCache(fetch, { redis })).get(mine);

    expect(result).toEqual({ kind: "token", token: "token-1" });
    expect(state.fetches).toBe(1);
  });

  test("whoever lost the lock does not overwrite what came after", async () => {
    const mine = newApp();
    const key = keyOf(mine, issuer);
    const redis = await openRedis();
    const shared = new SharedTokens(redis, secrets);
    const slow = (await shared.lock(key)) ?? "";
    await redis.del(`${key}:lock`);
    const quick = (await shared.lock(key)) ?? "";
    await shared.store(key, quick, { token: "new", fetchedAt: 2, expiresAt: Date.now() + 60_000 }, 60_000);

    await shared.store(key, slow, { token: "old", fetchedAt: 1, expiresAt: Date.now() + 60_000 }, 60_000);

    expect(await shared.read(key)).toMatchObject({ token: "new" });
  });

  test("a fetch that fails is not tried again by every one of them", async () => {
    const mine = newApp();
    const { state, fetch } = countingFetch();
    state.hasWrongSecret = true;
    const caches = await Promise.all(Array.from({ length: 8 }, () => openCache(fetch)));

    const results = await Promise.all(caches.map((cache) => cache.get(mine)));

    expect(results.every(({ kind }) => kind === "refused")).toBe(true);
    expect(state.fetches).toBe(1);
  });

  test("neither a token nor a secret can be read in Redis", async () => {
    const mine = newApp();
    const redis = await openRedis();
    await (await openCache(countingFetch().fetch, { redis })).get(mine);

    const key = keyOf(mine, issuer);
    const stored = await redis.get(key);

    expect(stored).toBeTruthy();
    expect(`${key} ${stored}`).not.toContain("token-1");
    expect(`${key} ${stored}`).not.toContain(mine.secret);
  });

  test("what another root secret has sealed is as good as absent", async () => {
    const mine = newApp();
    const redis = await openRedis();
    await redis.set(keyOf(mine, issuer), "v1.other.AAAA.BBBB", "PX", 60_000);
    const { state, fetch } = countingFetch();

    expect(await (await openCache(fetch, { redis })).get(mine)).toMatchObject({ token: "token-1" });
    expect(state.fetches).toBe(1);
  });
});

test("another address is never shown a token of this one", async () => {
  const mine = newApp();
  const redis = await openRedis();
  const shared = new SharedTokens(redis, secrets);
  const { state, fetch } = countingFetch();
  const here = new TokenCache({ fetch, issuer, shared, log });
  const there = new TokenCache({ fetch, issuer: "https://elsewhere.example", shared, log });

  expect([await here.get(mine), await there.get(mine)]).toMatchObject([
    { token: "token-1" },
    { token: "token-2" },
  ]);
  expect(state.fetches).toBe(2);
});

describe("with Redis gone", () => {
  /** A way to Redis that can be closed and opened again. */
  async function openTunnel() {
    const sockets = new Set<Socket>();
    const { hostname, port } = new URL(redisUrl);
    const tunnel = createServer((socket) => {
      const upstream = connect(Number(port), hostname);
      for (const [one, other] of [[socket, upstream] as const, [upstream, socket] as const]) {
        sockets.add(one);
        one.pipe(other);
        one.on("error", () => other.destroy());
        one.on("close", () => other.destroy());
      }
    });
    tunnel.listen(0, "127.0.0.1");
    await once(tunnel, "listening");
    const { port: own } = tunnel.address() as AddressInfo;
    return {
      url: `redis://127.0.0.1:${own}`,
      cut() {
        tunnel.close();
        for (const socket of sockets) socket.destroy();
      },
    };
  }

  test("each process has one token of its own, fetched once by all who wait", async () => {
    const mine = newApp();
    const { state, fetch } = countingFetch();
    const tunnel = await openTunnel();
    const caches = [
      await openCache(fetch, { redis: await openRedis(tunnel.url) }),
      await openCache(fetch, { redis: await openRedis(tunnel.url) }),
    ];
    tunnel.cut();

    const results = await Promise.all(
      caches.flatMap((cache) => Array.from({ length: 50 }, () => cache.get(mine))),
    );

    expect(results.every(({ kind }) => kind === "token")).toBe(true);
    expect(state.fetches).toBe(2);
  });

  test("a token that is kept goes on serving, and one refused is replaced", async () => {
    const mine = newApp();
    const { state, fetch } = countingFetch();
    const tunnel = await openTunnel();
    const cache = await openCache(fetch, { redis: await openRedis(tunnel.url) });
    await cache.get(mine);
    tunnel.cut();

    expect(await cache.get(mine)).toEqual({ kind: "token", token: "token-1" });
    expect(await Promise.all([cache.replace(mine, "token-1"), cache.replace(mine, "token-1")])).toEqual([
      { kind: "token", token: "token-2" },
      { kind: "token", token: "token-2" },
    ]);
    expect(state.fetches).toBe(2);
  });
});

describe("against WeCom's API, in processes of their own", () => {
  let wecom: TestWecom;
  const run = promisify(execFile);

  beforeEach(async () => {
    const simulator = await startSimulator({ secret: "secret", seed: "seed", life: false });
    // Another life of the token for each run: the key in Redis is the same, the simulator is not.
    wecom = await openWecomApi(simulator);
    const redis = await openRedis();
    const key = keyOf(app, wecom.url);
    await redis.del(key, `${key}:lock`, `${key}:failed`);
  });
  afterEach(() => wecom.close());

  const useTokens = async (count: number): Promise<string[]> => {
    const main = fileURLToPath(new URL("../testing/tokenUser.main.ts", import.meta.url));
    const { stdout } = await run(
      process.execPath,
      ["--import", "@oxc-node/core/register", main, wecom.url, redisUrl, String(count)],
      { env: { PATH: "" } },
    );
    return JSON.parse(stdout) as string[];
  };

  test("two processes, forty calls: one token; revoked early, again one for both", async () => {
    const before = (await Promise.all([useTokens(20), useTokens(20)])).flat();
    expect(before).toEqual(Array.from({ length: 40 }, () => "accepted"));
    expect(await wecom.tokensGiven()).toBe(1);

    await wecom.corp("POST", `/apps/${agentId}/revoke-token`);
    const after = (await Promise.all([useTokens(20), useTokens(20)])).flat();

    expect(after).toEqual(Array.from({ length: 40 }, () => "accepted"));
    expect(await wecom.tokensGiven()).toBe(2);
  });
});
