import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Simulator, startSimulator } from "../simulator.ts";
import { decrypt, encrypt, signature } from "./callbacks/cipher.ts";
import { xmlOf } from "./callbacks/xml.ts";
import { generate } from "./world/generate.ts";

let simulator: Simulator;
let ownToken: string;
const apps = [
  { agentId: 1, secret: "one" },
  { agentId: 2, secret: "two" },
];

beforeEach(async () => {
  simulator = await startSimulator({ secret: "secret", seed: "seed", life: false });
  await control("PUT", "/corps/ww1", { apps, sizes: { members: 20, customers: 50, groups: 5 } });
  ownToken = await token();
});
afterEach(() => simulator.close());

type Json = Record<string, unknown>;

async function control(method: string, path: string, body?: object): Promise<Json> {
  const answer = await fetch(`${simulator.url}/control/wecom${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Json;
}

async function call(api: string, query: Record<string, string>, body?: object): Promise<Json> {
  const answer = await fetch(`${simulator.url}/cgi-bin/${api}?${new URLSearchParams(query).toString()}`, {
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Json;
}

const gettoken = (corpsecret = "one", corpid = "ww1") => call("gettoken", { corpid, corpsecret });
const token = async (secret?: string): Promise<string> => String((await gettoken(secret))["access_token"]);
const advance = (seconds: number) => control("POST", "/clock", { advanceSeconds: seconds });

const text = async (content: string, more: object = {}): Promise<Json> => {
  const { members } = (await control("GET", "/corps/ww1/members")) as { members: { userid: string }[] };
  const touser = members[0]?.userid;
  const body = { touser, msgtype: "text", agentid: 1, text: { content }, ...more };
  return call("message/send", { access_token: ownToken }, body);
};

describe("a corp's people", () => {
  const sizes = { members: 40, departments: 10, customers: 200, groups: 10 };

  test("are the same for the same seed, and others for another", () => {
    expect(generate("a", sizes)).toEqual(generate("a", sizes));
    expect(generate("b", sizes).members).not.toEqual(generate("a", sizes).members);
  });

  test("have ids of their own, believable names, and customers of existing members", () => {
    const { members, customers, groups } = generate("a", { ...sizes, members: 3_000, customers: 5_000 });

    expect(new Set(members.map(({ userid }) => userid)).size).toBe(3_000);
    expect(new Set(customers.map(({ external_userid }) => external_userid)).size).toBe(5_000);
    for (const { name } of members) expect(name).toMatch(/^\p{Script=Han}{2,3}$/u);
    const known = new Set(members.map(({ userid }) => userid));
    for (const { follows } of customers)
      for (const { userid } of follows.values()) expect(known.has(userid)).toBe(true);
    for (const group of groups) expect(group.members.size).toBeGreaterThan(4);
  });
});

describe("tokens", () => {
  test("are the same while they are good, with what is left of their life", async () => {
    const first = await gettoken();
    await advance(7_000);
    const second = await gettoken();
    await advance(201);
    const third = await gettoken();

    expect(first).toMatchObject({ errcode: 0, errmsg: "ok", expires_in: 7200 });
    expect(second["access_token"]).toBe(first["access_token"]);
    expect(Number(second["expires_in"])).toBeLessThanOrEqual(200);
    expect(third["access_token"]).not.toBe(first["access_token"]);
  });

  test("belong to one application each", async () => {
    expect(await token("one")).not.toBe(await token("two"));
    const body = { touser: "@all", msgtype: "text", agentid: 1, text: { content: "x" } };
    expect(await call("message/send", { access_token: await token("two") }, body)).toMatchObject({
      errcode: 301_002,
    });
  });

  test.each([
    ["a wrong secret", () => gettoken("three"), 40_001],
    ["an unknown corp", () => gettoken("one", "ww2"), 40_013],
    ["no token", () => call("agent/get", { agentid: "1" }), 41_001],
    ["a made-up token", () => call("agent/get", { access_token: "x", agentid: "1" }), 40_014],
  ])("%s is refused in WeCom's words, with HTTP 200", async (_, ask, errcode) => {
    const answer = await ask();

    expect(answer["errcode"]).toBe(errcode);
    expect(answer["errmsg"]).toMatch(/, hint: \[.+\], from ip: 127\.0\.0\.1, more info at https:/);
  });

  test("an old token is expired, a revoked one invalid", async () => {
    const old = await token();
    await advance(7_201);
    expect(await call("agent/get", { access_token: old, agentid: "1" })).toMatchObject({ errcode: 42_001 });
    const revoked = await token();
    await control("POST", "/corps/ww1/apps/1/revoke-token");
    expect(await call("agent/get", { access_token: revoked, agentid: "1" })).toMatchObject({
      errcode: 40_014,
    });
  });

  test("a disabled application can do nothing", async () => {
    const access_token = await token();
    await control("PATCH", "/corps/ww1/apps/1", { isClosed: true });

    expect(await call("agent/get", { access_token, agentid: "1" })).toMatchObject({ errcode: 50_003 });
  });
});

describe("limits", () => {
  test("a minute's limit blocks for a minute, then everything goes again", async () => {
    await control("PUT", "/corps/ww1/limits", { corpApiMinute: 5 });
    for (let index = 0; index < 5; index++) expect(await text(`${index}`)).toMatchObject({ errcode: 0 });

    expect(await text("over")).toMatchObject({ errcode: 45_009 });
    await advance(59);
    expect(await text("still")).toMatchObject({ errcode: 45_009 });
    await advance(2);
    expect(await text("again")).toMatchObject({ errcode: 0 });
  });

  test("an application's day counts people, not calls", async () => {
    await control("PUT", "/corps/ww1/limits", { appDay: 30 });

    expect(await text("one", { touser: "@all" })).toMatchObject({ errcode: 0 });
    expect(await text("two", { touser: "@all" })).toMatchObject({ errcode: 45_009 });
  });

  test("more at once than allowed is refused as that", async () => {
    await control("PUT", "/corps/ww1/limits", { concurrency: 2 });
    await control("PUT", "/corps/ww1/faults", { apis: { "message/send": { delayMs: 100 } } });

    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => text(`${index}`)));

    const codes = answers.map(({ errcode }) => errcode);
    expect(codes.filter((code) => code === 0).length).toBeGreaterThanOrEqual(2);
    expect(codes).toContain(45_033);
  });
});

describe("messages", () => {
  test.each([
    [{ msgtype: "text", text: { content: "" } }, 44_004],
    [{ msgtype: "smell", smell: {} }, 40_008],
    [{ msgtype: "image", image: { media_id: "x" } }, 40_007],
    [{ msgtype: "textcard", textcard: { title: "t", description: "d", url: "e.com" } }, 45_034],
    [{ msgtype: "textcard", textcard: { title: "t", url: "https://e.com" } }, 41_033],
    [{ msgtype: "news", news: { articles: [] } }, 45_008],
    [{ msgtype: "markdown", markdown: { content: "x".repeat(2049) } }, 45_002],
    [{ msgtype: "template_card", template_card: { card_type: "x" } }, 42_031],
    [{ msgtype: "template_card", template_card: { card_type: "text_notice", sub_title_text: "x" } }, 42_045],
    [{ touser: "nobody" }, 81_013],
    [{ touser: "" }, 82_001],
    [{ touser: Array.from({ length: 1001 }, (_, index) => `u${index}`).join("|") }, 40_032],
  ])("%o is refused with %i", async (more, errcode) => {
    expect(await text("x", more)).toMatchObject({ errcode });
    expect(await control("GET", "/corps/ww1/accepted")).toMatchObject({ accepted: 0 });
  });

  test("a text that is too long is cut off, between characters", async () => {
    await text("中".repeat(700));

    const { messages } = (await control("GET", "/corps/ww1/messages")) as { messages: Json[] };
    expect(messages).toHaveLength(1);
    expect(String(messages[0]?.["summary"])).not.toContain("\ufffd");
  });

  test("a department reaches its members and those below it", async () => {
    await text("x", { touser: "", toparty: "1" });

    expect(await control("GET", "/corps/ww1/accepted")).toMatchObject({ accepted: 1, delivered: 20 });
  });
});

describe("callbacks", () => {
  const aesKey = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

  test("the cipher opens the documentation's example, and what it made itself", () => {
    const echo = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";

    expect(decrypt(aesKey, echo)).toEqual({
      message: "1616140317555161061",
      receiveId: "wx5823bf96d3bd56c7",
    });
    expect(signature("QDG6eK", "1409659589", "263014780", echo)).toBe(
      "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
    );
    for (let length = 0; length < 70; length++) {
      const message = "字".repeat(length);
      expect(decrypt(aesKey, encrypt(aesKey, "ww1", message))).toEqual({ message, receiveId: "ww1" });
    }
  });

  test("text stands in CDATA, numbers do not, and nothing ends a CDATA early", () => {
    expect(xmlOf({ A: "x", N: 1, L: { Item: ["a", "b"] }, T: "a]]>b" })).toBe(
      "<xml><A><![CDATA[x]]></A><N>1</N><L><Item><![CDATA[a]]></Item><Item><![CDATA[b]]></Item></L><T><![CDATA[a]]]]><![CDATA[>b]]></T></xml>",
    );
  });
});
