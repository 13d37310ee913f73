import { afterAll, beforeAll, expect, test } from "vitest";
import { v7 } from "uuid";
import { makePatient } from "../testing/patients.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("a patient who is registered is there for who may read it", async () => {
  const context = world.caller(v7());
  const id = await makePatient(world, context);
  const patient = await world.as(context, () => world.parts.patients.reader.find(context, id));
  expect(patient).toMatchObject({ id, recordNumber: "P-000001", name: "张秀英", consent: "GRANTED" });
});
