import { announce, systemOrigin } from "@wegraph/kit/outbox";
import { OutboxRelay } from "@wegraph/kit/relay";
import { defineEvent } from "@wegraph/kit/events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { v7 } from "uuid";
import { z } from "zod";
import { listenForPurges } from "@wegraph/kit/tenantPurges";
import { until } from "@wegraph/kit/testing/until";
import { domain } from "./wecom.database.ts";
import { openWorld } from "./testing/world.ts";
import type { World } from "./testing/world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

const tenantPurged = defineEvent("core.tenant.purged.v1", z.object({ tenantId: z.string() }));

test("what a purged tenant had here goes too, and nothing of others", async () => {
  const [gone, other] = [world.caller(v7()), world.caller(v7())];
  for (const context of [gone, other]) {
    const corpId = await world.corp(context, "https://provider.example", "a secret of the provider");
    await world.accounts(context.principal.tenantId, corpId, 3, "OFFLINE");
  }
  const rowsOf = async (tenantId: string) => {
    const where = { tenantId };
    const system = world.db.system("test");
    return [await system.corp.count({ where }), await system.account.count({ where })];
  };
  expect(await rowsOf(gone.principal.tenantId)).toEqual([1, 3]);

  const { runtime, pools } = world;
  const relay = new OutboxRelay(pools.system, runtime.bus, runtime.log);
  relay.start();
  const listener = await listenForPurges(domain, runtime.bus, pools.system, runtime.log);
  try {
    const { tenantId } = gone.principal;
    await world.db
      .system("test")
      .$transaction((tx) => announce(tx, systemOrigin("test", tenantId), tenantPurged, { tenantId }));
    await until("purged", async () => String(await rowsOf(tenantId)) === "0,0", 20_000);
  } finally {
    await listener.stop();
    await relay.stop();
  }
  expect(await rowsOf(other.principal.tenantId)).toEqual([1, 3]);
});
