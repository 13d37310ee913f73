import { setTimeout as sleep } from "node:timers/promises";
import { SignJWT } from "jose";
import { describe, expect, onTestFinished, test } from "vitest";
import { AppError } from "@wegraph/kit/errors";
import type { GatewayConfig } from "../settings.ts";
import { userWith } from "../testing/graph.ts";
import { readingsGraph } from "../testing/readings.ts";
import { bearer, eventually, runGateway } from "../testing/running.ts";

const query = "subscription { bookRead { at note } }";

interface Format {
  accept: string;
  /** Everything the client was told, in the order it came. */
  read(text: string): unknown[];
  isComplete(text: string): boolean;
  keepAlive: string;
}

const formats: Record<string, Format> = {
  "server-sent events": {
    accept: "text/event-stream",
    read: (text) =>
      [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json = ""]) => JSON.parse(json) as unknown),
    isComplete: (text) => text.endsWith("event: complete\ndata:\n\n"),
    keepAlive: ":\n\n",
  },
  "multipart responses": {
    accept: "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json",
    read(text) {
      const parts = text.split("\r\n--graphql").slice(1, -1);
      const bodies = parts.map(
        (part) => JSON.parse(part.split("\r\n\r\n")[1] ?? "") as { payload?: object; errors?: unknown },
      );
      return bodies.flatMap((body) => (body.errors ? [{ errors: body.errors }] : (body.payload ?? [])));
    },
    isComplete: (text) => text.endsWith("\r\n--graphql--\r\n"),
    keepAlive: "\r\n\r\n{}\r\n--graphql",
  },
};

async function openGateway(config: GatewayConfig = {}) {
  const graph = readingsGraph({ remembers: true });
  const suspended = new Set<string>();
  const tokens = new Map([["ada", userWith()]]);
  const running = await runGateway(graph.sources, {
    config,
    async authenticate({ token }) {
      if (suspended.has(token))
        throw new AppError("FORBIDDEN", "TENANT_SUSPENDED", "The tenant is suspended.");
      return tokens.get(token) ?? null;
    },
  });
  onTestFinished(() => running.gateway.stop());
  return { ...graph, running, suspended, tokens };
}

describe.each(Object.entries(formats))("a subscription over %s", (_, format) => {
  async function open(to: { url: string }, { token = "ada", text = query, headers = {} } = {}) {
    const controller = new AbortController();
    const response = await fetch(`${to.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: format.accept, ...bearer(token), ...headers },
      body: JSON.stringify({ query: text }),
      signal: controller.signal,
    });
    const stream = { response, text: "", ended: false };
    const reading = async () => {
      for await (const chunk of response.body ?? [])
        stream.text += Buffer.from(chunk as Uint8Array).toString("utf8");
    };
    void reading()
      .catch(() => undefined)
      .finally(() => (stream.ended = true));
    return {
      ...stream,
      get text() {
        return stream.text;
      },
      get ended() {
        return stream.ended;
      },
      stop: () => controller.abort(),
    };
  }
  const told = ({ text }: { text: string }) => format.read(text);
  const code = (wanted: string, reason?: string) => ({
    errors: [{ extensions: { code: wanted, ...(reason !== undefined && { reason }) } }],
  });

  test("is told of events and of the end", async () => {
    const { running, readings, read } = await openGateway();
    const stream = await open(running);
    await eventually(() => readings.size === 1);
    read();
    read();
    await eventually(() => told(stream).length === 2);
    readings.end();
    await eventually(() => stream.ended);

    expect(told(stream)).toMatchObject([
      { data: { bookRead: { at: 1 } }, extensions: { cursor: "1-1" } },
      { data: { bookRead: { at: 2 } }, extensions: { cursor: "1-2" } },
    ]);
    expect(format.isComplete(stream.text)).toBe(true);
  });

  test("goes on where the client says it stood, by Last-Event-ID before anything else", async () => {
    const { running, read } = await openGateway();
    for (let n = 0; n < 5; n += 1) read();
    const stream = await open(running, { headers: { "last-event-id": "1-3" } });
    await eventually(() => told(stream).length === 2);

    expect(told(stream)).toMatchObject([
      { data: { bookRead: { at: 4 } } },
      { data: { bookRead: { at: 5 } } },
    ]);
    stream.stop();
  });

  test("is told of a gap, and that is its end", async () => {
    const { running, readings, read } = await openGateway();
    for (let n = 0; n < 5; n += 1) read();
    readings.forgetAllBut(1);
    const stream = await open(running, { headers: { "last-event-id": "1-1" } });
    await eventually(() => stream.ended);

    expect(told(stream)).toMatchObject([code("RESUME_GAP", "CURSOR_TOO_OLD")]);
    expect(format.isComplete(stream.text)).toBe(true);
  });

  test("answers a query as well", async () => {
    const { running } = await openGateway();
    const stream = await open(running, { text: "{ whoAmI }" });
    await eventually(() => stream.ended);

    expect(told(stream)).toMatchObject([{ data: { whoAmI: "Ada from 127.0.0.1" } }]);
    expect(format.isComplete(stream.text)).toBe(true);
  });

  test("that is refused at once is an answer with its own status, and no stream", async () => {
    const { running } = await openGateway();
    const wrong = await open(running, { text: "subscription { bookRed { at } }" });
    const forbidden = await open(running, { text: "subscription { pageTurned }" });
    const stranger = await open(running, { token: "nobody" });

    expect([wrong, forbidden, stranger].map(({ response }) => response.status)).toEqual([400, 403, 401]);
    expect(wrong.response.headers.get("content-type")).toMatch(/^application\/json/);
  });

  test.each([
    ["is revoked", "CREDENTIAL_REFUSED"],
    ["belongs to a tenant that is suspended", "TENANT_SUSPENDED"],
    ["expires", "CREDENTIAL_EXPIRED"],
  ])("ends within two seconds when its credential %s", async (what, reason) => {
    const { running, readings, tokens, suspended } = await openGateway();
    const expiry = Math.floor(Date.now() / 1_000) + 2;
    const token = await new SignJWT({ what })
      .setProtectedHeader({ alg: "HS256" })
      .setExpirationTime(reason === "CREDENTIAL_EXPIRED" ? expiry : expiry + 60)
      .sign(new TextEncoder().encode("x".repeat(32)));
    tokens.set(token, userWith());
    const stream = await open(running, { token });
    await eventually(() => readings.size === 1);

    const startedAt = reason === "CREDENTIAL_EXPIRED" ? expiry * 1_000 : Date.now();
    if (reason === "CREDENTIAL_REFUSED") tokens.delete(token);
    if (reason === "TENANT_SUSPENDED") suspended.add(token);
    if (reason !== "CREDENTIAL_EXPIRED") running.announce({});
    await eventually(() => stream.ended);

    expect(Date.now() - startedAt).toBeLessThan(2_000);
    expect(told(stream)).toMatchObject([{ errors: [{ extensions: { reason } }] }]);
    expect(format.isComplete(stream.text)).toBe(true);
    await eventually(() => readings.size === 0);
  });

  test("is re-scoped without a gap when rights change, and ends when it may not go on", async () => {
    const { running, readings, read, tokens } = await openGateway();
    tokens.set("changing", userWith("page:read"));
    const stream = await open(running, { token: "changing" });
    const other = await open(running, { token: "changing", text: "subscription { pageTurned }" });
    await eventually(() => readings.size === 2);
    read();
    await eventually(() => told(stream).length === 1);

    tokens.set("changing", userWith("note:read"));
    running.announce({});
    await eventually(() => other.ended);
    read();
    await eventually(() => told(stream).length === 2);

    expect(told(stream)).toMatchObject([
      { data: { bookRead: { at: 1, note: null } } },
      { data: { bookRead: { at: 2, note: "quiet" } } },
    ]);
    expect(told(other).at(-1)).toMatchObject(code("FORBIDDEN"));
    stream.stop();
  });

  test("is kept alive while nothing happens", async () => {
    const { running } = await openGateway({ streams: { keepAliveMs: 20 } });
    const stream = await open(running);
    await eventually(() => stream.text.split(format.keepAlive).length > 4);

    expect(stream.ended).toBe(false);
    stream.stop();
  });

  test("is broken off, not completed, when the gateway drains", async () => {
    const { running, readings } = await openGateway();
    const stream = await open(running);
    await eventually(() => readings.size === 1);

    await running.gateway.stop();
    await eventually(() => stream.ended);

    expect(format.isComplete(stream.text)).toBe(false);
    await eventually(() => readings.size === 0);
  });

  test("counts against the connections of its address and of its tenant", async () => {
    const { running, tokens, readings } = await openGateway({
      streams: { connectionsPerAddressMax: 3, connectionsPerTenantMax: 1 },
    });
    tokens.set("elsewhere", { ...userWith(), tenantId: "0192f000-0000-7000-8000-00000000000b" });
    const first = await open(running);
    const second = await open(running);
    const other = await open(running, { token: "elsewhere" });
    expect([first, second, other].map(({ response }) => response.status)).toEqual([200, 429, 200]);

    first.stop();
    await eventually(() => readings.size === 1);
    await sleep(20);
    const again = await open(running);
    expect(again.response.status).toBe(200);
    [other, again].forEach(({ stop }) => stop());
  });
});
