import { request } from "node:http";
import { connect } from "node:net";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WebhookRequest } from "@wegraph/kit/webhook";
import { bearer, runGateway } from "../testing/running.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";

const sources = [peopleSubgraph, shelfSubgraph];
const received: WebhookRequest[] = [];
let running: Awaited<ReturnType<typeof runGateway>>;

beforeAll(async () => {
  running = await runGateway(sources, {
    webhooks: {
      wecom: async (call) => (received.push(call), { status: 202, body: "success" }),
      pay: async (call) => (received.push(call), { status: 200 }),
      stuck: () => new Promise(() => {}),
    },
    config: {
      trustedProxies: 1,
      rates: { webhook: 1_000 },
      webhooks: {
        receiveTimeoutMs: 300,
        answerTimeoutMs: 300,
        allowedAddresses: {
          wecom: ["203.0.113.0/24", "2001:db8::/32"],
          "wecom/instance": ["198.51.100.7"],
          "pay/closed": [],
        },
      },
    },
  });
});
afterAll(() => running.gateway.stop());

/** As the proxy in front would pass it on. */
const from = async (address: string, path: string, init: RequestInit = {}) => {
  const { headers, ...rest } = init;
  const response = await fetch(`${running.url}/webhooks/${path}`, {
    method: "POST",
    body: "x",
    headers: { "x-forwarded-for": address, ...(headers as Record<string, string>) },
    ...rest,
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe("the list of addresses", () => {
  test("lets in who is on it, by IPv4 and IPv6, and nobody else", async () => {
    expect((await from("203.0.113.9", "wecom/account/1")).status).toBe(202);
    expect((await from("2001:db8:ff::1", "wecom/account/1")).status).toBe(202);
    const before = received.length;
    const refused = await from("203.0.114.9", "wecom/account/1");
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.text)).toMatchObject({
      errors: [{ extensions: { code: "FORBIDDEN", reason: "ADDRESS_REFUSED" } }],
    });
    expect((await from("::1", "wecom/account/1")).status).toBe(403);
    expect(received.length).toBe(before);
  });

  test("of the longest path counts, for that path and what is below it", async () => {
    expect((await from("198.51.100.7", "wecom/instance/1/callback")).status).toBe(202);
    expect((await from("198.51.100.7", "wecom/instance")).status).toBe(202);
    expect((await from("203.0.113.9", "wecom/instance/1")).status).toBe(403);
    expect((await from("198.51.100.7", "wecom/instances")).status).toBe(403);
    expect((await from("198.51.100.7", "pay/closed/x")).status).toBe(403);
    expect((await from("198.51.100.7", "pay/notify")).status).toBe(200);
  });

  test("cannot be walked around by writing the path otherwise", async () => {
    for (const climb of ["..", ".", "%2e%2E", ".%2e", "..\\"])
      expect(
        (await raw(`/webhooks/wecom/account/${climb}/../instance/1`, { "x-forwarded-for": "203.0.113.9" }))
          .status,
      ).toBe(404);
    expect((await raw("/webhooks/pay/..", { "x-forwarded-for": "203.0.113.9" })).status).toBe(404);
    expect((await raw("/webhooks/pay/a..b/.well-known", { "x-forwarded-for": "203.0.113.9" })).status).toBe(
      200,
    );
    for (const path of [
      "//webhooks/wecom/account/1",
      "/webhooks//wecom/account/1",
      "/Webhooks/wecom/account/1",
    ])
      expect((await raw(path, { "x-forwarded-for": "198.51.100.7" })).status).toBe(404);
  });

  test("goes by what the trusted proxy saw, not by what the caller claims", async () => {
    expect((await from("203.0.113.9, 192.0.2.1", "wecom/account/1")).status).toBe(403);
  });

  test("that cannot be read stops the start", async () => {
    const start = (config: object) => runGateway(sources, { config: { webhooks: config } });
    await expect(start({ allowedAddresses: { wecom: ["203.0.113.0/33"] } })).rejects.toThrow(/network/);
    await expect(start({ allowedAddresses: { "/wecom/": ["203.0.113.1"] } })).rejects.toThrow(/slashes/);
  });
});

describe("what is sent", () => {
  test("by another method is 405 with the ones that go", async () => {
    for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"]) {
      const answer = await from("198.51.100.7", "pay/notify", { method });
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, POST"]);
    }
  });

  test("with a header twice that is checked or believed once is refused, unless proxies repeat it", async () => {
    const twice = await raw("/webhooks/pay/notify", {
      "x-forwarded-for": "198.51.100.7",
      "webhook-signature": ["v1,bad", "v1,good"],
    });
    expect(twice.status).toBe(400);
    expect(twice.text).toContain("HEADER_REPEATED");
    expect((await raw("/webhooks/pay/notify", { via: ["1.1 a", "1.1 b"] })).status).toBe(200);
    expect(received.at(-1)?.headers["via"]).toBe("1.1 a, 1.1 b");
  });

  test("slowly is given up with 408, and the connection closed", async () => {
    const socket = connect(running.port, "127.0.0.1");
    socket.write("POST /webhooks/pay/notify HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc");
    let text = "";
    socket.on("data", (chunk) => (text += String(chunk)));
    await once(socket, "close");

    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text).toContain("BODY_TOO_SLOW");
  });

  test("with two lengths, or a length and chunks, is not read at all", async () => {
    const before = received.length;
    for (const head of [
      "content-length: 1\r\ncontent-length: 2",
      "content-length: 4\r\ntransfer-encoding: chunked",
      "content-length: -1",
      "content-length: 0x4",
    ]) {
      const socket = connect(running.port, "127.0.0.1");
      socket.write(`POST /webhooks/pay/notify HTTP/1.1\r\nhost: x\r\n${head}\r\n\r\n0\r\n\r\n`);
      let text = "";
      socket.on("data", (chunk) => (text += String(chunk)));
      await once(socket, "close");
      expect([head, text.split(" ")[1]]).toEqual([head, "400"]);
    }
    expect(received.length).toBe(before);
  });

  test("to a domain that does not answer is 504, so that the sender sends again", async () => {
    const answer = await from("198.51.100.7", "stuck/x");
    expect([answer.status, answer.text.includes("WEBHOOK_UNANSWERED")]).toEqual([504, true]);
  });

  test("is timed by domain and answer", async () => {
    await from("198.51.100.7", "pay/notify");
    const metrics = await (await fetch(`${running.url}/metrics`, { headers: bearer("none") })).text();
    expect(metrics).toMatch(/gateway_webhook_seconds_count\{[^}]*domain="pay",status="200"[^}]*\} [1-9]/);
    expect(metrics).toMatch(/gateway_webhook_seconds_count\{[^}]*domain="wecom",status="403"[^}]*\} [1-9]/);
  });

  test("too often from one address is 429", async () => {
    await using tight = await runGateway(sources, {
      webhooks: { pay: async () => ({ status: 200 }) },
      config: { rates: { webhook: 2 } },
    });
    const send = () => fetch(`${tight.url}/webhooks/pay/x`, { method: "POST", body: "x" });
    const statuses = [(await send()).status, (await send()).status, (await send()).status];
    expect(statuses).toEqual([200, 200, 429]);
  });
});

/** fetch would tidy the path up, and join headers. */
function raw(
  path: string,
  headers: Record<string, string | string[]>,
): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    request({ port: running.port, host: "127.0.0.1", path, method: "POST", headers }, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += String(chunk)));
      response.on("end", () => resolve({ status: response.statusCode, text }));
    })
      .on("error", reject)
      .end("x");
  });
}
