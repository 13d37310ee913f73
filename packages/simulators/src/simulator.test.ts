import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Simulator, type SimulatorOptions, startSimulator } from "./simulator.ts";

let simulator: Simulator;
let folder: string;

const start = (more: Partial<SimulatorOptions> = {}): Promise<Simulator> =>
  startSimulator({ secret: "secret", seed: "seed", life: false, ...more });

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "simulator-"));
  simulator = await start();
});

afterEach(async () => {
  await simulator.close();
  await rm(folder, { recursive: true });
});

interface Answered {
  status: number;
  json: Record<string, unknown> & {
    guid: string;
    seq: number;
    next?: string;
    instances: Record<string, unknown>[];
  };
}

async function ask(method: string, where: string, body?: unknown, secret = "secret"): Promise<Answered> {
  const response = await fetch(simulator.url + where, {
    method,
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: JSON.parse(text === "" ? "{}" : text) };
}

const create = async (clientToken = "token1"): Promise<string> => {
  const { json } = await ask("POST", "/v1/instances", { name: "Sales", clientToken });
  return json.guid;
};

test("the same clientToken gives the same instance, another one another", async () => {
  const first = await ask("POST", "/v1/instances", { name: "Sales", clientToken: "a" });
  const again = await ask("POST", "/v1/instances", { name: "Sales 2", clientToken: "a" });
  const other = await ask("POST", "/v1/instances", { name: "Sales", clientToken: "b" });

  expect([first.status, again.status, other.status]).toEqual([201, 200, 201]);
  expect(again.json.guid).toBe(first.json.guid);
  expect(again.json["name"]).toBe("Sales 2");
  expect(other.json.guid).not.toBe(first.json.guid);
});

test("a corp sees its own instances and nobody else's", async () => {
  await ask("PUT", "/control/corps/ww2", { secret: "secret2", name: "Two" });
  const guid = await create();

  const foreign = await ask("GET", `/v1/instances/${guid}`, undefined, "secret2");
  const list = await ask("GET", "/v1/instances", undefined, "secret2");
  const nobody = await ask("GET", "/v1/instances", undefined, "secret3");

  expect([foreign.status, nobody.status]).toEqual([404, 401]);
  expect(list.json.instances).toEqual([]);
});

test("a list is read to its end page by page, each instance once", async () => {
  const guids = [];
  for (let index = 0; index < 5; index++) guids.push(await create(`token${index}`));

  const seen: unknown[] = [];
  let after = "";
  do {
    const { json } = await ask("GET", `/v1/instances?limit=2&after=${after}`);
    seen.push(...json.instances.map((instance) => instance["guid"]));
    after = json.next ?? "";
  } while (after);

  expect(seen).toEqual(guids.toSorted());
});

test.each([
  ["POST", "/v1/instances", {}, 400],
  ["POST", "/v1/instances", { name: "x", clientToken: "bad token" }, 400],
  ["POST", "/v1/instances", { name: "x", clientToken: "t", callbackUrl: "file:///etc" }, 400],
  ["POST", "/v1/instances", { name: "x", clientToken: "t", callbackUrl: "http://x/" }, 400],
  ["POST", "/v1/instances", { name: "x".repeat(20_000), clientToken: "t" }, 413],
  ["GET", "/v1/instances?limit=0", undefined, 400],
  ["GET", "/v1/nothing", undefined, 404],
  ["PATCH", "/v1/instances", undefined, 405],
])("%s %s with bad input is refused with %#", async (method, where, body, status) => {
  const answered = await ask(method, where, body);

  expect(answered.status).toBe(status);
  expect(answered.json["error"]).toMatchObject({ code: "INVALID_REQUEST" });
});

test("a person can click through a log-in on the page behind the QR code", async () => {
  const guid = await create();
  const { json } = await ask("POST", `/v1/instances/${guid}/login`);
  const { content } = json["qr"] as { content: string };

  const page = await fetch(content, { headers: { "accept-language": "zh-CN" } });
  expect(await page.text()).toContain("确认登录");

  const phone = async (step: string, body: unknown = {}): Promise<unknown> => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(content + step, { method: "POST", headers, body: JSON.stringify(body) });
    return response.json();
  };
  expect(await phone("/scan")).toMatchObject({ state: "waiting_confirm", name: "Sales" });
  const asked = await phone("/confirm", { newDevice: true });
  expect(asked).toMatchObject({ state: "verify_required", code: expect.stringMatching(/^\d{6}$/) });

  const { code } = asked as { code: string };
  expect((await ask("POST", `/v1/instances/${guid}/verify`, { code })).json["state"]).toBe("online");
  const state = await fetch(`${content}/state`);
  expect(await state.json()).toMatchObject({ state: "online" });
});

test("a QR code that was replaced is gone for the phone", async () => {
  const guid = await create();
  const { json } = await ask("POST", `/v1/instances/${guid}/login`);
  const { content } = json["qr"] as { content: string };
  await ask("POST", `/v1/instances/${guid}/qr`);

  const state = await fetch(`${content}/state`);

  expect(await state.json()).toEqual({ state: "gone" });
});

const told = (answered: Answered, key: string): unknown[] =>
  answered.json.instances.map((instance) => instance[key]);

test("prepared instances stand in their states, the same ones each time, and replace what was there", async () => {
  const wanted = [
    { clientToken: "a", state: "online", userName: "王伟" },
    { clientToken: "b", state: "offline", reason: "kicked" },
    { clientToken: "c", state: "verify_required" },
    { clientToken: "d", state: "online", outageSeconds: 30 },
  ];
  const first = await ask("POST", "/control/instances", { instances: wanted });
  const again = await ask("POST", "/control/instances", { instances: wanted });

  expect(told(first, "state")).toEqual(["online", "offline", "verify_required", "online"]);
  expect(told(again, "guid")).toEqual(told(first, "guid"));
  expect(told(first, "recoverable")).toEqual([true, false, false, true]);
  expect((await ask("GET", "/control/instances")).json.instances).toHaveLength(4);
  const [firstSeq, againSeq] = [told(first, "seq")[0], told(again, "seq")[0]];
  expect(Number(againSeq)).toBeGreaterThan(Number(firstSeq));
});

test("sessions outlive a restart; after a crash seq never goes back", async () => {
  await simulator.close();
  const dataFile = path.join(folder, "data", "simulator.json");
  simulator = await start({ dataFile });
  await ask("PUT", "/control/corps/ww2", { secret: "secret2" });
  const body = { corpId: "ww2", instances: [{ clientToken: "a", state: "online" }] };
  const { guid } = (await ask("POST", "/control/instances", body)).json.instances[0] as { guid: string };
  const { seq } = (await ask("POST", `/control/instances/${guid}/kick`)).json;

  await simulator.close();
  simulator = await start({ dataFile });
  const kept = await ask("GET", `/v1/instances/${guid}`, undefined, "secret2");
  expect(kept.json).toMatchObject({ state: "offline", reason: "kicked", seq });

  const asOfCrash = await readFile(dataFile, "utf8");
  await ask("POST", `/v1/instances/${guid}/login`, undefined, "secret2");
  await simulator.close();
  await writeFile(dataFile, asOfCrash);
  simulator = await start({ dataFile });
  const after = await ask("GET", `/v1/instances/${guid}`, undefined, "secret2");
  expect(after.json.seq).toBeGreaterThan(seq + 1);
});

test("corps of the server API outlive a restart, with their callbacks and the same people", async () => {
  await simulator.close();
  const dataFile = path.join(folder, "data", "simulator.json");
  simulator = await start({ dataFile });
  const sizes = { members: 5, departments: 2, customers: 7, groups: 1 };
  const apps = [{ agentId: 1_000_002, secret: "app-secret", name: "Desk" }];
  await ask("PUT", "/control/wecom/corps/ww3", { seed: "mine", sizes, apps, robots: ["key3"] });
  const callback = { url: "http://127.0.0.1:9/", token: "token", aesKey: "A".repeat(43), verify: false };
  await ask("PUT", "/control/wecom/corps/ww3/apps/1000002/callback", callback);
  await ask("PATCH", "/control/wecom/corps/ww3/apps/1000002", { isClosed: true });
  const before = await ask("GET", "/control/wecom/corps/ww3");
  const people = await ask("GET", "/control/wecom/corps/ww3/members");

  await simulator.close();
  simulator = await start({ dataFile });
  expect((await ask("GET", "/control/wecom/corps/ww3")).json).toEqual(before.json);
  expect((await ask("GET", "/control/wecom/corps/ww3/members")).json).toEqual(people.json);
  const token = await ask("GET", "/cgi-bin/gettoken?corpid=ww3&corpsecret=app-secret");
  expect(token.json["errcode"]).toBe(0);
});

test("callbacks are retried until they arrive, with the same id", async () => {
  const ids: string[] = [];
  const receiver = createServer((request, response) => {
    ids.push(String(request.headers["webhook-id"]));
    response.statusCode = ids.length === 1 ? 500 : 204;
    request.resume().on("end", () => response.end());
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const address = receiver.address();
  const port = typeof address === "object" ? address?.port : 0;
  const callback = { callbackUrl: `http://127.0.0.1:${port}/`, callbackSecret: `whsec_${"A".repeat(32)}` };

  const { json } = await ask("POST", "/v1/instances", { name: "Sales", clientToken: "a", ...callback });
  await ask("POST", `/v1/instances/${json.guid}/login`);

  await expect.poll(() => ids.length, { timeout: 5_000 }).toBe(2);
  expect(ids[1]).toBe(ids[0]);
  receiver.close();
  receiver.closeAllConnections();
});
