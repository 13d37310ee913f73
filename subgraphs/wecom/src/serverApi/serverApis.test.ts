import { createLogger } from "@wegraph/kit/log";
import { startSimulator } from "@wegraph/simulators/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agentId, app, openWecomApi, secrets } from "../testing/wecomApi.ts";
import type { TestWecom } from "../testing/wecomApi.ts";
import { ServerApis } from "./serverApis.ts";

let wecom: TestWecom;

beforeAll(async () => {
  wecom = await openWecomApi(await startSimulator({ secret: "s", seed: "apis", life: false }));
});
afterAll(async () => {
  await wecom?.close();
});

test("any number of addresses keeps no more than so many clients, and who holds a forgotten one may go on", async () => {
  const log = createLogger("test", "silent");
  const apis = new ServerApis({ trustedOrigins: [wecom.url], secrets, log }, 3);
  await wecom.corp("PUT", "/faults", { apis: { "agent/get": { delayMs: 300 } } });
  const first = apis.at(`${wecom.url}/`);
  expect((await first.checkAccess(app))?.errcode).toBeUndefined();
  const running = first.members.probe(app, agentId);
  for (let n = 0; n < 20; n += 1) apis.at(`https://host${n}.example`);

  expect(apis.size).toBe(3);
  expect((await running).kind).toBe("accepted");
  const again = apis.at(`${wecom.url}/`);
  expect(again).not.toBe(first);
  expect((await again.members.probe(app, agentId)).kind).toBe("accepted");
  await wecom.corp("PUT", "/faults", {});
  await apis.close();
});
