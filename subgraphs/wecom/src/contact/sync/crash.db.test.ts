import { inTenant } from "@wegraph/database/scope";
import type { OwnProcess } from "@wegraph/kit/testing/ownProcess";
import { until } from "@wegraph/kit/testing/until";
import { startSimulator } from "@wegraph/simulators/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openContactWorld } from "../../testing/contactWorld.ts";
import type { ContactWorld } from "../../testing/contactWorld.ts";
import { startContactSync } from "../../testing/syncProcess.ts";

const kills = 2;
let at: ContactWorld;
const started: OwnProcess[] = [];

beforeAll(async () => {
  at = await openContactWorld(await startSimulator({ secret: "s", seed: "contacts", life: false }), {
    members: 12,
    departments: 2,
    customers: 1_200,
    groups: 12,
  });
  await at.world.parts.contacts.worker.stop();
});
afterAll(async () => {
  for (const process of started) await process.kill();
  await at?.close();
});

async function start(): Promise<OwnProcess> {
  const process = await startContactSync(at.world, at.wecom.url);
  started.push(process);
  return process;
}

test("a sync whose process is killed goes on where it was: nothing is lost, and nothing counted twice", async () => {
  await at.wecom.corp("PUT", "/faults", { apis: { "*": { delayMs: 60 } } });
  const { syncs } = at.world.parts.contacts;
  const id = await at.world.as(at.caller, (context) =>
    syncs.start(context, { corpId: at.corpId, kind: "FULL" }),
  );
  const readSoFar = async (): Promise<number> => (await at.run(id)).contactsRead;
  for (let n = 1; n <= kills; n += 1) {
    const process = await start();
    const goal = (await readSoFar()) + 300;
    await until(`${goal} read`, async () => (await readSoFar()) >= goal, 30_000);
    await process.kill();
    expect(await at.run(id)).toMatchObject({ status: "RUNNING", phase: "CONTACTS" });
  }
  await at.wecom.corp("PUT", "/faults", {});
  await start();
  await until("sync over", async () => (await at.run(id)).finishedAt !== null, 60_000);
  const run = await at.run(id);
  const { contacts, pairs } = await inTenant(at.tenantId, async () => ({
    contacts: await at.world.db.tenant.contact.count({ where: { status: "ACTIVE" } }),
    pairs: await at.world.db.tenant.contactFollow.count({ where: { status: "ACTIVE" } }),
  }));
  expect(run).toMatchObject({
    status: "DONE",
    contactsRead: pairs,
    contactsNew: contacts,
    contactsRemoved: 0,
    groupsNew: 12,
  });
  // Pages are a hundred long; a death costs the page that was under way, not those before.
  expect(run.calls).toBeLessThan(Math.ceil(pairs / 100) + 60);
}, 120_000);
