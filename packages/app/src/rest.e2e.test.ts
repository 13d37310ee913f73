import { randomUUID } from "node:crypto";
import { Validator } from "@seriousme/openapi-schema-validator";
import { request } from "undici";
import { restRoutes } from "@wegraph/gateway/rest/routes/routes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client, fieldOf, until } from "./testing/client.ts";
import { RestClient } from "./testing/restClient.ts";
import type { RestAnswer } from "./testing/restClient.ts";
import { startWegraph } from "./testing/wegraph.ts";
import type { Wegraph } from "./testing/wegraph.ts";

// Every answer below is held to the OpenAPI document by the client itself.

let wegraph: Wegraph;
let rest: RestClient;
let stranger: RestClient;
let platform: RestClient;
let accountId: string;

beforeAll(async () => {
  wegraph = await startWegraph({ demo: true });
  const anyone = new Client(wegraph.url);
  const [own, other] = [wegraph.demo("tenant_admin", 0), wegraph.demo("tenant_admin", 1)];
  rest = await RestClient.open(await anyone.signedIn(own.email, own.password));
  stranger = rest.as(await anyone.signedIn(other.email, other.password));
  const administrator = wegraph.demo("platform_admin");
  platform = rest.as(await anyone.signedIn(administrator.email, administrator.password));
});
afterAll(() => wegraph?.stop());

const get = (path: string) => rest.call("GET", path);
const reasonOf = ({ status, body }: RestAnswer) => {
  const [error] = (body as { errors: { extensions: { code: string; reason: string } }[] }).errors;
  return [status, error?.extensions.code, error?.extensions.reason];
};
const issuesOf = ({ body }: RestAnswer) =>
  (body as { errors: { extensions: { issues?: { path: unknown[] }[] } }[] }).errors[0]?.extensions.issues;
const hoursFromNow = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const field = <T>({ body }: RestAnswer, name: string) => body?.[name] as T;

test("the OpenAPI document is valid, and lists every route", async () => {
  expect(await new Validator().validate({ ...rest.document })).toEqual({ valid: true });
  const listed = Object.entries(rest.document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(new Set(listed)).toEqual(new Set(restRoutes.map(({ method, path }) => `${method} ${path}`)));
});

describe("the life of an account, by REST alone", () => {
  const name = `REST ${randomUUID()}`;

  test("is created once per idempotency key, in a corporation found by its list", async () => {
    const corps = await get("/api/v1/corps");
    const [corp] = field<{ corp_id: string }[]>(corps, "corps");
    const input = { account_name: name, corp_id: corp?.corp_id, tags: ["vip"], auto_recover: false };
    const key = { "Idempotency-Key": randomUUID() };

    const made = await rest.call("POST", "/api/v1/accounts", input, key);
    const again = await rest.call("POST", "/api/v1/accounts", input, key);
    const other = await rest.call("POST", "/api/v1/accounts", { ...input, account_name: "Other" }, key);

    expect(made.status).toBe(201);
    accountId = field(made, "account_id");
    expect(made.headers["location"]).toBe(`/api/v1/accounts/${accountId}`);
    expect(made.body).toMatchObject({
      account_name: name,
      status: "CREATED",
      tags: ["vip"],
      connector: "INSTANCE",
    });
    expect(again.body).toMatchObject({ account_id: accountId });
    expect(reasonOf(other).slice(0, 2)).toEqual([409, "IDEMPOTENCY_CONFLICT"]);
  });

  test("is found by its address and by every filter of the list", async () => {
    expect((await get(`/api/v1/accounts/${accountId}`)).body).toMatchObject({ account_name: name });
    const found = await get(
      `/api/v1/accounts?search=${encodeURIComponent(name)}&status=CREATED&status=ONLINE&tag=vip&connector=INSTANCE`,
    );
    expect(found.body).toMatchObject({
      accounts: [{ account_id: accountId }],
      total: 1,
      page: { has_next: false },
    });
  });

  test("is changed where something is given, and only if nobody else changed it meanwhile", async () => {
    const path = `/api/v1/accounts/${accountId}`;
    const changed = await rest.call("PATCH", path, { group: "Sales", tags: [] });
    expect(changed.body).toMatchObject({ account_name: name, group: "Sales", tags: [] });
    const cleared = await rest.call("PATCH", path, {
      group: null,
      expected_version: changed.body?.["version"],
    });
    expect(cleared.body).toMatchObject({ group: null });
    const stale = await rest.call("PATCH", path, { group: "x", expected_version: 1 });
    expect(reasonOf(stale).slice(0, 2)).toEqual([409, "CONFLICT"]);
  });

  test("logs in by a QR code, which can be had anew and let go", async () => {
    const path = `/api/v1/accounts/${accountId}`;
    expect(reasonOf(await get(`${path}/login`))).toEqual([404, "NOT_FOUND", "RESOURCE_NOT_FOUND"]);

    const begun = await rest.call("PUT", `${path}/login`);
    expect([begun.status, begun.body?.["status"]]).toEqual([202, "INITIALIZING"]);
    const login = await until("there is a QR code", async () => {
      const answer = await get(`${path}/login`);
      return answer.status === 200 && answer;
    });
    expect(field<string>(login, "qrcode_url")).toMatch(/^data:image\/png;base64,/);
    expect((await get(`${path}/status`)).body).toMatchObject({ account_id: accountId, status: "WAITING_QR" });

    expect((await rest.call("POST", `${path}/login/qrcode`)).status).toBe(202);
    await until("there is another QR code", async () => {
      const answer = await get(`${path}/login`);
      return answer.status === 200 && answer.body?.["login_token"] !== login.body?.["login_token"];
    });
    const early = await rest.call("POST", `${path}/login/verification`, { code: "123456" });
    expect(reasonOf(early).slice(0, 2)).toEqual([409, "INVALID_TRANSITION"]);
    expect((await rest.call("DELETE", `${path}/login`)).status).toBe(202);
    await until("it is offline", async () => (await get(`${path}/status`)).body?.["status"] === "OFFLINE");
  });

  test("tells its history page by page, its health and what its history adds up to", async () => {
    const path = `/api/v1/accounts/${accountId}/status/history`;
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: RestAnswer = await get(
        `${path}?size=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...field<{ event: string }[]>(page, "changes").map(({ event }) => event));
      const { has_next, next_cursor } = field<{ has_next: boolean; next_cursor: string | null }>(
        page,
        "page",
      );
      cursor = has_next ? next_cursor : null;
    }
    expect(seen.length).toBe((await get(path)).body?.["total"]);
    expect(seen.length).toBeGreaterThan(3);
    expect(
      field<unknown[]>(await get(`/api/v1/accounts/${accountId}/health`), "parts").length,
    ).toBeGreaterThan(0);
    const since = new Date(Date.now() - 3_600_000).toISOString();
    const metrics = await get(
      `/api/v1/monitor/accounts/${accountId}/metrics?start_time=${encodeURIComponent(since)}`,
    );
    expect(metrics.body).toMatchObject({ metrics: expect.any(Array), transitions: expect.any(Number) });
  });

  test("takes the acts its state allows, and refuses the others without a change", async () => {
    const online = await get("/api/v1/accounts?status=ONLINE&size=2");
    const [first, second] = field<{ account_id: string }[]>(online, "accounts");
    expect((await rest.call("PUT", `/api/v1/accounts/${first?.account_id}/logout`)).status).toBe(202);
    await until("it is logged out", async () => {
      const { body } = await get(`/api/v1/accounts/${first?.account_id}/status`);
      return body?.["status"] === "OFFLINE";
    });
    const down = await rest.call("PUT", `/api/v1/accounts/${second?.account_id}/restart`);
    expect(down.status).toBe(202);
    const refused = await rest.call("PUT", `/api/v1/accounts/${accountId}/recover`);
    expect(reasonOf(refused).slice(0, 2)).toEqual([409, "INVALID_TRANSITION"]);
  });

  test("ends", async () => {
    const path = `/api/v1/accounts/${accountId}`;
    expect((await rest.call("DELETE", path)).status).toBe(204);
    expect(reasonOf(await get(path))).toEqual([404, "NOT_FOUND", "RESOURCE_NOT_FOUND"]);
    expect(reasonOf(await rest.call("DELETE", path)).slice(0, 2)).toEqual([404, "NOT_FOUND"]);
  });
});

describe("messages, by REST alone", () => {
  const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
  const content = { type: "TEXT", text: "hello" };
  let sender = "";
  const send = (path: string, body: object, key: string = randomUUID()) =>
    rest.call("POST", path, { account_id: sender, scheduled_at, ...body }, { "Idempotency-Key": key });

  beforeAll(async () => {
    const found = await get("/api/v1/accounts?connector=CORP_APP&size=1");
    sender = field<{ account_id: string }[]>(found, "accounts")[0]?.account_id ?? "";
  });

  test("one is accepted once per idempotency key, found, and cancelled before its time", async () => {
    const [recipient, key] = [{ kind: "MEMBER", id: `rest-${randomUUID().slice(0, 8)}` }, randomUUID()];
    const made = await send("/api/v1/messages", { recipient, content }, key);
    const again = await send("/api/v1/messages", { recipient, content }, key);
    expect([made.status, made.body?.["status"]]).toEqual([202, "PENDING"]);
    const id = field<string>(made, "message_id");
    expect(made.headers["location"]).toBe(`/api/v1/messages/${id}`);
    expect(again.body).toMatchObject({ message_id: id });
    expect((await get(`/api/v1/messages/${id}`)).body).toMatchObject({ recipient: recipient.id, content });
    const listed = await get(
      `/api/v1/messages?recipient=${recipient.id}&status=PENDING&account_id=${sender}`,
    );
    expect(listed.body).toMatchObject({ messages: [{ message_id: id }], page: { has_next: false } });

    const path = `/api/v1/messages/${id}`;
    expect((await get(`${path}/status`)).body).toMatchObject({
      message_id: id,
      status: "PENDING",
      send_time: null,
      error: null,
    });
    expect(reasonOf(await rest.call("POST", `${path}/recall`)).slice(0, 2)).toEqual([
      409,
      "INVALID_TRANSITION",
    ]);
    expect((await rest.call("POST", `${path}/cancel`)).body).toMatchObject({ status: "CANCELLED" });
    const key2 = { "Idempotency-Key": randomUUID() };
    expect(reasonOf(await rest.call("POST", `${path}/retry`, {}, key2)).slice(1)).toEqual([
      "CONFLICT",
      "NOTHING_TO_RETRY",
    ]);
  });

  test("and so are those sent under the other names of the routes", async () => {
    const recipient = { kind: "MEMBER", id: `rest-${randomUUID().slice(0, 8)}` };
    const other = { account_id: sender, send_time: scheduled_at, content };
    const key = () => ({ "Idempotency-Key": randomUUID() });
    const sent = await rest.call("POST", "/api/v1/messages/send", { ...other, recipient }, key());
    const many = { ...other, name: "REST", recipients: [{ recipient }] };
    const batch = await rest.call("POST", "/api/v1/messages/batch-send", many, key());

    expect([sent.status, sent.body?.["status"], sent.headers["location"]]).toEqual([
      202,
      "PENDING",
      `/api/v1/messages/${field<string>(sent, "message_id")}`,
    ]);
    expect(Date.parse(field(sent, "scheduled_at"))).toBe(Date.parse(scheduled_at));
    expect(batch.body).toMatchObject({ status: "RUNNING", total: 1 });
    for (const { headers } of [sent, batch])
      expect((await rest.call("POST", `${String(headers["location"])}/cancel`)).body).toMatchObject({
        status: "CANCELLED",
      });
  });

  test("a batch is accepted, followed, listed and cancelled", async () => {
    const recipients = ["a", "b"].map((id) => ({ recipient: { kind: "MEMBER", id: `rest-${id}` } }));
    const made = await send("/api/v1/message-batches", { name: "REST", recipients, content });
    expect(made.body).toMatchObject({ status: "RUNNING", total: 2 });
    const path = String(made.headers["location"]);
    expect((await get(path)).body).toMatchObject({ name: "REST", total: 2 });
    const { body } = await get(`${path}/messages?status=PENDING`);
    expect(body).toMatchObject({ messages: [{ batch_index: 1 }, { batch_index: 0 }] });
    expect((await rest.call("POST", `${path}/cancel`)).body).toMatchObject({
      status: "CANCELLED",
      cancelled: 2,
    });
    const key = { "Idempotency-Key": randomUUID() };
    expect(reasonOf(await rest.call("POST", `${path}/retry`, {}, key))[2]).toBe("NOTHING_TO_RETRY");
  });

  test("customers are reached by group sends, which can be looked at and stopped", async () => {
    const recipient = { kind: "CUSTOMER", id: "wmRestCustomer" };
    const made = await send("/api/v1/messages", { recipient, content });
    const id = field<string>(made, "group_send_id");
    const path = `/api/v1/group-sends/${id}`;
    expect((await get(path)).body).toMatchObject({ status: "PENDING", total: 1, account_id: sender });
    const listed = await get(`/api/v1/group-sends?account_id=${sender}&status=PENDING`);
    expect(listed.body?.["group_sends"]).toContainEqual(expect.objectContaining({ group_send_id: id }));
    expect(reasonOf(await rest.call("POST", `${path}/remind`))[2]).toBe("GROUP_SEND_NOT_WAITING");
    expect((await rest.call("POST", `${path}/cancel`)).status).toBe(200);
    await until("it is cancelled", async () => (await get(path)).body?.["status"] === "CANCELLED");
  });

  test("templates are added and listed", async () => {
    const name = `REST ${randomUUID()}`;
    const made = await rest.call("POST", "/api/v1/message-templates", { name, content });
    expect(made.body).toMatchObject({ name, version: 1, approved: null });
    const listed = await get("/api/v1/message-templates?size=200");
    expect(listed.body?.["templates"]).toContainEqual(expect.objectContaining({ name }));
  });

  test("what is wrong is named as the caller wrote it", async () => {
    const recipient = { kind: "MEMBER", id: "x" };
    const long = await send("/api/v1/messages", {
      recipient,
      content: { type: "TEXT", text: "x".repeat(3_000) },
    });
    expect([long.status, issuesOf(long)?.[0]?.path]).toEqual([400, ["content", "text"]]);
    const noFile = { type: "IMAGE", file: randomUUID() };
    const missing = await send("/api/v1/messages", { recipient, content: noFile });
    expect([missing.status, issuesOf(missing)?.[0]?.path]).toEqual([400, ["content", "file"]]);
  });

  test("a file is brought by the door for files, and named in a message", async () => {
    const { client } = rest;
    const headers = { authorization: `Bearer ${client.accessToken}`, "content-type": "image/png" };
    const bytes = Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      Buffer.from(randomUUID()),
    ]);
    const door = `${wegraph.url}/files/wecom/media`;
    const brought = await request(`${door}?kind=IMAGE&filename=a.png`, {
      method: "POST",
      headers,
      body: bytes,
    });
    expect(brought.statusCode).toBe(201);
    const { id } = (await brought.body.json()) as { id: string };
    const given = await request(`${door}/${id}`, { headers });
    expect(Buffer.from(await given.body.arrayBuffer())).toEqual(bytes);
    const recipient = { kind: "MEMBER", id: "x" };
    const made = await send("/api/v1/messages", { recipient, content: { type: "IMAGE", file: id } });
    expect(made.status).toBe(202);
    const foreign = { ...headers, authorization: `Bearer ${stranger.client.accessToken}` };
    for (const [given2, status] of [
      [{ "content-type": "image/png" }, 401],
      [foreign, 404],
    ] as const) {
      const answer = await request(`${door}/${id}`, { headers: given2 });
      await answer.body.dump();
      expect(answer.statusCode).toBe(status);
    }
  });
});

test("conversations of an account, sums of messages and the platform's health are told", async () => {
  const found = await get("/api/v1/accounts?connector=CORP_APP&size=1");
  const [account] = field<{ account_id: string }[]>(found, "accounts");
  const { body } = await get(`/api/v1/accounts/${account?.account_id}/conversations?size=2&state=OPEN`);
  const conversations = body?.["conversations"] as { state: string }[];
  expect(conversations.filter(({ state }) => state !== "OPEN")).toEqual([]);
  expect(body?.["total"]).toBeGreaterThanOrEqual(conversations.length);

  const stats = (from: number, to: number) =>
    get(`/api/v1/monitor/messages/stats?start_time=${hoursFromNow(from)}&end_time=${hoursFromNow(to)}`);
  expect((await stats(24, 48)).body).toMatchObject({ total_count: 0, success_rate: null });
  await until("what the demo sent is in the sums", async () => {
    const { total_count, success_count } = (await stats(-24, 1)).body ?? {};
    return Number(success_count) > 0 && Number(total_count) >= Number(success_count);
  });
  expect((await get("/api/v1/monitor/messages/stats")).status).toBe(400);

  expect((await get("/api/v1/monitor/health")).status).toBe(403);
  const health = await platform.call("GET", "/api/v1/monitor/health");
  expect(health.body).toMatchObject({ status: "UP" });
});

test("every route there is has been taken", () => {
  const taken = new Set([...rest.checked, ...platform.checked].map((line) => line.replace(/ \d+$/, "")));
  expect(
    restRoutes.map(({ method, path }) => `${method} ${path}`).filter((route) => !taken.has(route)),
  ).toEqual([]);
});

describe("bad input", () => {
  test.each([
    ["POST", "/api/v1/accounts", {}, ["account_name"]],
    ["POST", "/api/v1/accounts", { account_name: "", corp_id: randomUUID() }, ["account_name"]],
    ["POST", "/api/v1/accounts", { account_name: "x", corp_id: "none" }, ["corp_id"]],
    ["POST", "/api/v1/accounts", { account_name: "x", corp_id: randomUUID(), phone: "1" }, ["phone"]],
    ["POST", "/api/v1/accounts", { account_name: "x", corp_id: randomUUID(), tags: ["ok", ""] }, ["tags", 1]],
    ["GET", "/api/v1/accounts?size=201", undefined, ["size"]],
    ["GET", "/api/v1/accounts?page=2", undefined, ["page"]],
    ["GET", "/api/v1/accounts?status=ASLEEP", undefined, ["status", 0]],
    ["GET", "/api/v1/accounts?cursor=nonsense", undefined, ["cursor"]],
    ["GET", "/api/v1/accounts?search=%00", undefined, ["search"]],
    ["GET", "/api/v1/accounts/17", undefined, ["account_id"]],
  ] as const)("%s %s with %j is 400 and named as the caller wrote it", async (method, path, body, where) => {
    const refused = await rest.call(method, path, body);

    expect([refused.status, ...reasonOf(refused).slice(1, 2)]).toEqual([400, "INVALID_INPUT"]);
    expect(issuesOf(refused)?.[0]?.path).toEqual(where);
  });
});

describe("another tenant", () => {
  test("sees and changes nothing of this one's accounts by any route", async () => {
    const listed = await get("/api/v1/accounts?size=5");
    const [account] = field<{ account_id: string; version: number }[]>(listed, "accounts");
    if (!account) throw new Error("there is no account");
    const before = await get(`/api/v1/accounts/${account.account_id}`);
    const bodies: Record<string, unknown> = {
      "/api/v1/accounts/{account_id}": { group: "stolen" },
      "/api/v1/accounts/{account_id}/login/verification": { code: "123456" },
    };

    for (const { method, path } of restRoutes.filter((route) => route.path.includes("{account_id}"))) {
      const body = method === "GET" || method === "DELETE" ? undefined : (bodies[path] ?? {});
      const answer = await stranger.call(method, path.replace("{account_id}", account.account_id), body);
      expect([answer.status, ...reasonOf(answer).slice(1, 2)], `${method} ${path}`).toEqual([
        404,
        "NOT_FOUND",
      ]);
    }
    expect((await get(`/api/v1/accounts/${account.account_id}`)).body).toMatchObject({
      group: before.body?.["group"] ?? null,
      tags: before.body?.["tags"],
    });
    const theirs = field<{ account_id: string }[]>(
      await stranger.call("GET", "/api/v1/accounts?size=200"),
      "accounts",
    );
    expect(theirs.map(({ account_id }) => account_id)).not.toContain(account.account_id);
  });

  test("cannot be named, whether it exists or not", async () => {
    const { data } = await stranger.client.ask("{ viewer { tenant { id } } }");
    const { id } = fieldOf<{ tenant: { id: string } }>(data, "viewer").tenant;
    for (const tenant of [id, randomUUID()])
      expect(reasonOf(await get(`/api/v1/accounts?tenant_id=${tenant}`))).toEqual([
        404,
        "NOT_FOUND",
        "TENANT_NOT_FOUND",
      ]);
    expect((await stranger.call("GET", `/api/v1/accounts?tenant_id=${id}`)).status).toBe(200);
  });
});

describe("rights", () => {
  test("are asked of every route", async () => {
    const nobody = rest.as(new Client(wegraph.url));
    const { email, password } = wegraph.demo("customer", 0);
    const powerless = rest.as(await new Client(wegraph.url).signedIn(email, password));
    const input = {
      account_name: "x",
      corp_id: randomUUID(),
      code: "123456",
      group: "x",
      name: "x",
      recipient: { kind: "MEMBER", id: "x" },
      content: { type: "TEXT", text: "x" },
    };
    const key = { "Idempotency-Key": randomUUID() };
    for (const { method, path, document } of restRoutes) {
      const known = Object.fromEntries(
        Object.entries(input).filter(([name]) => document.includes(`$${name}:`)),
      );
      const body = method === "GET" || method === "DELETE" ? undefined : known;
      const times = document.includes("$start_time: DateTime!")
        ? `?start_time=${hoursFromNow(-1)}&end_time=${hoursFromNow(0)}`
        : "";
      const at = path.replaceAll(/\{\w+\}/g, randomUUID()) + times;
      expect((await nobody.call(method, at, body, key)).status, `${method} ${path}`).toBe(401);
      expect((await powerless.call(method, at, body, key)).status, `${method} ${path}`).toBe(403);
    }
  });

  test("come from the header alone: no cookie opens a route", async () => {
    const { email, password } = wegraph.demo("viewer", 0);
    const signedIn = await request(`${wegraph.url}/auth/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-wegraph-csrf": "1" },
      body: JSON.stringify({ email, password }),
    });
    await signedIn.body.dump();
    const cookie = String(signedIn.headers["set-cookie"]).split(";")[0] ?? "";
    expect(cookie).toMatch(/^wg_refresh=.+/);
    const answer = await request(`${wegraph.url}/api/v1/accounts`, { headers: { cookie } });
    await answer.body.dump();
    expect(answer.statusCode).toBe(401);
  });
});
