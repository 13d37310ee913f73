import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { inTenant } from "@wegraph/database/scope";
import { startSimulator } from "@wegraph/simulators/simulator";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testServers } from "../../testing/config.ts";
import { MovableClock, talkingApp } from "../../testing/talkingApp.ts";
import type { TalkingApp } from "../../testing/talkingApp.ts";
import { openWecomApi } from "../../testing/wecomApi.ts";
import type { TestWecom } from "../../testing/wecomApi.ts";
import { openWorld, until, worldSecret } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";

let world: World;
let wecom: TestWecom;
let app: TalkingApp;
/** Ended with the test, however it ends. */
const started: ChildProcess[] = [];

beforeAll(async () => {
  wecom = await openWecomApi(await startSimulator({ secret: "secret", seed: "kf-crash", life: false }));
  world = await openWorld({ trustedProviders: [wecom.url] });
  await world.parts.messages.keeper.start();
  app = await talkingApp(world, wecom, v7(), new MovableClock());
});

afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await world?.parts.messages.keeper.stop();
  await world?.close();
  await wecom?.close();
});

function startProcess() {
  const { redisUrl, natsUrl } = testServers();
  const main = fileURLToPath(new URL("../../testing/kfSync.main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", main], {
    env: {
      PATH: "",
      APP_DATABASE_URL: world.pools.urls.app,
      SYSTEM_DATABASE_URL: world.pools.urls.system,
      NATS_URL: natsUrl,
      REDIS_URL: redisUrl,
      ROOT_SECRET: worldSecret,
      WECOM_URL: wecom.url,
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const ready = once(child.stdout, "data");
  started.push(child);
  return { child, exited, ready };
}

const stored = () =>
  inTenant(app.tenantId, async () => world.db.tenant.message.findMany({ where: { direction: "IN" } }));

/** Keeps a customer's conversation from whoever wants to write in it, until it is let go. */
async function hold(customer: string): Promise<{ isWaitedFor(): Promise<boolean>; letGo(): Promise<void> }> {
  const client = await world.pools.system.connect();
  const { rows: own } = await client.query("SELECT pg_backend_pid() AS pid");
  const pid = Number(own[0]?.["pid"]);
  await client.query("BEGIN");
  await client.query("SELECT 1 FROM wework_conversations WHERE recipient LIKE $1 FOR UPDATE", [
    `%/${customer}`,
  ]);
  return {
    async isWaitedFor() {
      const { rows } = await world.pools.system.query(
        "SELECT 1 FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))",
        [pid],
      );
      return rows.length > 0;
    },
    async letGo() {
      await client.query("ROLLBACK");
      client.release();
    },
  };
}

test("a process killed in the midst of a page has stored nothing of it, and the next one goes on from there", async () => {
  await app.corp("PUT", "/faults", { callback: { lostRate: 1 } });
  const { tenantId, corpId, accountId } = app;
  const openKfId = await app.kfSay("wm-second", "first word");
  await app.kfSay("wm-third", "first word");
  const news = { tenantId, corpId, accountId, openKfId, token: "" };
  await world.parts.conversations.kfSync.run({ ...news, announcedAt: new Date() });
  // Three pages of forty; in the midst of the second and of the third somebody else writes.
  for (let i = 0; i < 120; i += 1) {
    const from = i === 60 ? "wm-second" : i === 100 ? "wm-third" : `wm-${i % 7}`;
    await app.kfSay(from, `word ${i}`);
  }
  const processes = [startProcess(), startProcess()];
  await Promise.all(processes.map(({ ready }) => ready));

  // The simulator also tells of each customer's entering, so that a page ends a few words earlier.
  const counts: number[] = [];
  for (const [n, { child, exited }] of processes.entries()) {
    const held = await hold(n === 0 ? "wm-second" : "wm-third");
    child.stdin.write(`${JSON.stringify(news)}\n`);
    await until("it waits in the midst of a page", () => held.isWaitedFor(), 40_000);
    child.kill("SIGKILL");
    await exited;
    await held.letGo();
    counts.push((await stored()).length - 2);
  }
  const [afterFirst = 0, afterSecond = 0] = counts;
  expect(afterFirst).toBeGreaterThan(20);
  expect(afterFirst).toBeLessThan(60);
  expect(afterSecond).toBeGreaterThan(afterFirst);
  expect(afterSecond).toBeLessThan(100);

  await world.parts.conversations.kfSync.run({ ...news, announcedAt: new Date() });
  const said = (await stored()).map(({ content }) => String(JSON.parse(JSON.stringify(content)).text));
  expect(said).toHaveLength(122);
  expect(new Set(said).size).toBe(121);
  const conversations = await inTenant(tenantId, async () => world.db.tenant.conversation.findMany());
  expect(conversations.reduce((sum, { unread }) => sum + unread, 0)).toBe(122);
}, 120_000);
