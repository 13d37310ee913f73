import { inTenant } from "@wegraph/database/scope";
import type { OwnProcess } from "@wegraph/kit/testing/ownProcess";
import { until } from "@wegraph/kit/testing/until";
import { startSimulator } from "@wegraph/simulators/simulator";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startKfSync } from "../../testing/syncProcess.ts";
import { MovableClock, talkingApp } from "../../testing/talkingApp.ts";
import type { TalkingApp } from "../../testing/talkingApp.ts";
import { openWecomApi } from "../../testing/wecomApi.ts";
import type { TestWecom } from "../../testing/wecomApi.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";

let world: World;
let wecom: TestWecom;
let app: TalkingApp;
/** Ended with the test, however it ends. */
const started: OwnProcess[] = [];

beforeAll(async () => {
  wecom = await openWecomApi(await startSimulator({ secret: "secret", seed: "kf-crash", life: false }));
  world = await openWorld({ trustedProviders: [wecom.url] });
  await world.parts.messages.keeper.start();
  app = await talkingApp(world, wecom, v7(), new MovableClock());
});

afterAll(async () => {
  for (const process of started) await process.kill();
  await world?.parts.messages.keeper.stop();
  await world?.close();
  await wecom?.close();
});

async function start(): Promise<OwnProcess> {
  const process = await startKfSync(world, wecom.url);
  started.push(process);
  return process;
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
  const processes = await Promise.all([start(), start()]);

  // The simulator also tells of each customer's entering, so that a page ends a few words earlier.
  const counts: number[] = [];
  for (const [n, process] of processes.entries()) {
    const held = await hold(n === 0 ? "wm-second" : "wm-third");
    process.tell(JSON.stringify(news));
    await until("it waits in the midst of a page", () => held.isWaitedFor(), 40_000);
    await process.kill();
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
