import { setTimeout as sleep } from "node:timers/promises";
import { CloseCode, createClient } from "graphql-ws";
import { SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { userWith } from "../testing/graph.ts";
import { listen as listenTo } from "../testing/listen.ts";
import type { Listening } from "../testing/listen.ts";
import { readingsGraph } from "../testing/readings.ts";
import { bearer, eventually, runGateway } from "../testing/running.ts";
import type { GraphqlAnswer } from "../testing/running.ts";

type Running = Awaited<ReturnType<typeof runGateway>>;

const query = `subscription { bookRead { at book { title author { name } } reader { name } } }`;
const other = (id: string) => ({ ...userWith(), id: `0192f000-0000-7000-8000-0000000000${id}` });

let running: Running;
const { sources, readings, read } = readingsGraph();
beforeAll(async () => {
  running = await runGateway(sources);
  running.tokens.set("ada", userWith());
});
afterAll(() => running.gateway.stop());
const listenings: Listening[] = [];
// A local subgraph lets an abandoned stream go with its next event at the latest.
afterEach(() => {
  for (const { stop } of listenings.splice(0)) stop();
  return eventually(() => (read(), readings.size === 0));
});

function listen(to: Running, token = "ada", operation: { query: string } = { query }): Listening {
  const listening = listenTo(to, token, operation);
  listenings.push(listening);
  return listening;
}

/** Until events reach every one of them: who shares a feed opens none that could be waited for. What they heard is forgotten. */
async function allHear(all: readonly Listening[]): Promise<void> {
  await eventually(() => (read(), all.every(({ answers }) => answers.length > 0)));
  const cursor = "the last one";
  read("1", { cursor });
  await eventually(() => all.every((each) => each.cursor === cursor));
  for (const { answers } of all) answers.splice(0);
}

describe("a subscription over graphql-transport-ws", () => {
  test("carries fields of other subgraphs, and the place of each event in its stream", async () => {
    const listening = listen(running);
    await eventually(() => readings.size === 1);

    const first = read("1", { cursor: "41" });
    read("2", { cursor: "42" });
    await eventually(() => listening.answers.length === 2);

    const book = { title: "Brevity", author: { name: "Ben" } };
    expect(listening.answers).toEqual([
      { data: { bookRead: { at: first, book, reader: { name: "Ada" } } }, extensions: { cursor: "41" } },
      { data: { bookRead: { at: first + 1, book, reader: { name: "Ben" } } }, extensions: { cursor: "42" } },
    ]);
    listening.stop();
  });

  test("keeps the order of a burst", async () => {
    const listening = listen(running);
    await eventually(() => readings.size === 1);

    const sent = Array.from({ length: 100 }, () => read());
    await eventually(() => listening.answers.length === 100);

    expect(
      listening.answers.map(({ data }) => (data?.["bookRead"] as { at: number } | undefined)?.at),
    ).toEqual(sent);
    listening.stop();
  });

  test("is worked once for everyone who may see the same", async () => {
    for (const id of ["20", "21", "22"]) running.tokens.set(id, other(id));
    const all = ["ada", "20", "21", "22", "22"].map((token) => listen(running, token));
    await allHear(all);
    running.links.forEach((link) => link.calls.splice(0));

    read();
    await eventually(() => all.every(({ answers }) => answers.length === 1));

    expect(readings.size).toBe(1);
    const fetches = running.links.flatMap(({ calls }) => calls);
    // The author and the reader: for five subscribers at most what one would cost.
    expect(fetches.length).toBeLessThanOrEqual(2);
    expect(fetches.every(({ query: text }) => /_entities/.test(text))).toBe(true);
    expect(fetches[0]?.principal).toMatchObject({
      name: "subscribers",
      id: "00000000-0000-0000-0000-000000000000",
    });
    all.forEach(({ stop }) => stop());
  });

  test("is shared neither across tenants, nor rights, nor with a right that reaches one's own things only", async () => {
    running.tokens.set("tenantB", { ...userWith(), tenantId: "0192f000-0000-7000-8000-00000000000b" });
    running.tokens.set("more", userWith("x:y"));
    for (const id of ["30", "31"])
      running.tokens.set(id, { ...other(id), grants: [{ permission: "x:y", scope: "BOUND" }] });
    const all = ["ada", "tenantB", "more", "30", "31"].map((token) => listen(running, token));

    await eventually(() => readings.size === 5);

    all.forEach(({ stop }) => stop());
  });

  test("that is personal is one of each person, shared by their own connections only, and runs as who they are", async () => {
    for (const id of ["40", "41"]) running.tokens.set(id, other(id));
    const all = ["40", "41", "41"].map((token) =>
      listen(running, token, { query: "subscription { diaryRead }" }),
    );

    await allHear(all);
    expect(readings.size).toBe(2);
    const at = read();
    await eventually(() => all.every(({ answers }) => answers.length === 1));

    expect(all.map(({ answers }) => answers[0]?.data)).toEqual(all.map(() => ({ diaryRead: at })));
    expect(readings.callers.slice(-2).toSorted()).toEqual([other("40").id, other("41").id]);
    all.forEach(({ stop }) => stop());
  });

  test("that lacks the right to its root is refused at the start, and to a part of it gets null there", async () => {
    const refused = listen(running, "ada", { query: "subscription { pageTurned }" });
    const partly = listen(running, "ada", { query: "subscription { bookRead { at note } }" });
    await eventually(() => refused.errors.length === 1 && readings.size === 1);

    const at = read();
    await eventually(() => partly.answers.length === 1);

    expect(refused.errors).toMatchObject([[{ path: ["pageTurned"], extensions: { code: "FORBIDDEN" } }]]);
    expect(partly.answers).toMatchObject([
      {
        data: { bookRead: { at, note: null } },
        errors: [{ path: ["bookRead", "note"], extensions: { code: "FORBIDDEN" } }],
      },
    ]);
    partly.stop();
  });

  test("goes on when its upstream breaks off, and ends when its upstream ends", async () => {
    const listening = listen(running);
    await eventually(() => readings.size === 1);
    const opened = readings.opened;

    readings.breakOff();
    await eventually(() => readings.opened === opened + 1 && readings.size === 1);
    read();
    await eventually(() => listening.answers.length === 1);
    readings.end();
    await eventually(() => listening.done);

    expect(listening.errors).toEqual([]);
  });

  test("survives an event that cannot be completed: it is told as an error of that event", async () => {
    const listening = listen(running);
    await eventually(() => readings.size === 1);
    const [people] = running.links;

    if (people) people.broken = true;
    read();
    await eventually(() => listening.answers.length === 1);
    if (people) people.broken = false;
    read();
    await eventually(() => listening.answers.length === 2);

    expect(listening.answers[0]?.errors?.[0]?.extensions["code"]).toBe("UNAVAILABLE");
    expect(listening.answers[1]?.errors).toBeUndefined();
    listening.stop();
  });

  test("may share its connection with queries and mutations", async () => {
    const client = createClient({
      url: `ws://127.0.0.1:${running.port}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: bearer("ada"),
    });
    const run = async (text: string) => (await client.iterate({ query: text }).next()).value as GraphqlAnswer;

    expect((await run("{ whoAmI }")).data).toEqual({ whoAmI: "Ada from 127.0.0.1" });
    expect((await run(`mutation { rename(id: "1", name: "Adele") { name } }`)).data).toEqual({
      rename: { name: "Adele" },
    });
    await client.dispose();
  });
});

describe("rights over time", () => {
  test("a credential that is revoked ends its connections at once when that is announced", async () => {
    running.tokens.set("leaver", other("40"));
    const listening = listen(running, "leaver");
    await eventually(() => readings.size === 1);
    const startedAt = Date.now();

    running.tokens.delete("leaver");
    running.announce({ tenantId: other("40").tenantId, principalId: other("40").id });
    await eventually(() => listening.closed !== undefined);

    expect(Date.now() - startedAt).toBeLessThan(2_000);
    expect(listening.closed).toMatchObject({ code: CloseCode.Forbidden });
  });

  test("and within the recheck time when nobody announces it", async () => {
    await using quick = await runGateway(sources, { config: { streams: { recheckMs: 300 } } });
    quick.tokens.set("leaver", other("41"));
    const listening = listen(quick, "leaver");
    await eventually(() => readings.size === 1);

    quick.tokens.delete("leaver");
    await eventually(() => listening.closed?.code === CloseCode.Forbidden);
  });

  test("a token that expires ends its connections within two seconds, though its authority still honours it", async () => {
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: "HS256" })
      .setExpirationTime(Math.floor(Date.now() / 1_000) + 2)
      .sign(new TextEncoder().encode("x".repeat(32)));
    const { exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as {
      exp: number;
    };
    running.tokens.set(token, other("42"));
    const listening = listen(running, token);
    await eventually(() => readings.size === 1);

    await eventually(() => listening.closed !== undefined, 5_000);

    const late = Date.now() - exp * 1_000;
    expect(late).toBeGreaterThan(-50);
    expect(late).toBeLessThan(2_000);
    expect(listening.closed?.reason).toMatch(/expired/);
  });

  test("a key that expires ends its connections within two seconds", async () => {
    const expiresAt = Date.now() + 1_000;
    running.tokens.set("wg_brief", { ...other("44"), kind: "API_KEY", expiresAt });
    const listening = listen(running, "wg_brief");

    await eventually(() => listening.closed !== undefined, 5_000);

    const late = Date.now() - expiresAt;
    expect(late).toBeGreaterThan(-50);
    expect(late).toBeLessThan(2_000);
    expect(listening.closed?.reason).toMatch(/expired/);
  });

  test("rights that change re-scope the stream that goes on", async () => {
    running.tokens.set("growing", other("43"));
    const listening = listen(running, "growing", { query: "subscription { bookRead { at note } }" });
    await eventually(() => readings.size === 1);
    read();
    await eventually(() => listening.answers.length === 1);

    running.tokens.set("growing", { ...other("43"), grants: [{ permission: "note:read", scope: "TENANT" }] });
    const { opened } = readings;
    running.announce({ tenantId: other("43").tenantId });
    await eventually(() => readings.opened === opened + 1);
    await eventually(() => (read(), listening.answers.length >= 2));

    expect(listening.answers[0]?.data).toMatchObject({ bookRead: { note: null } });
    expect(listening.answers.at(-1)).toMatchObject({ data: { bookRead: { note: "quiet" } } });
    expect(listening.answers.at(-1)?.errors).toBeUndefined();
    listening.stop();
  });

  test("a right that is lost ends the stream that needed it, and not its connection", async () => {
    running.tokens.set("shrinking", {
      ...other("44"),
      grants: [{ permission: "page:read", scope: "TENANT" }],
    });
    const listening = listen(running, "shrinking", { query: "subscription { pageTurned }" });
    await eventually(() => readings.size === 1);

    running.tokens.set("shrinking", other("44"));
    running.announce({});
    await eventually(() => listening.errors.length === 1);

    expect(listening.errors).toMatchObject([[{ extensions: { code: "FORBIDDEN" } }]]);
  });
});

describe("a connection", () => {
  /** Speaks the protocol by hand. */
  async function connect(to: Running, options: { protocol?: string; headers?: Record<string, string> } = {}) {
    const socket = new WebSocket(
      `ws://127.0.0.1:${to.port}/graphql`,
      options.protocol ?? "graphql-transport-ws",
      {
        headers: options.headers ?? {},
      },
    );
    const messages: Record<string, unknown>[] = [];
    const state = { code: 0, refused: 0 };
    socket.on("message", (data: Buffer) =>
      messages.push(JSON.parse(data.toString()) as Record<string, unknown>),
    );
    socket.on("close", (code) => (state.code = code));
    socket.on("error", () => undefined);
    socket.on("unexpected-response", (_, response) => (state.refused = response.statusCode ?? 0));
    await eventually(() => socket.readyState !== WebSocket.CONNECTING || state.refused !== 0);
    const send = (message: unknown) =>
      socket.send(typeof message === "string" ? message : JSON.stringify(message));
    const init = async (token = "ada") => {
      send({ type: "connection_init", payload: bearer(token) });
      await eventually(() => messages.length > 0 || state.code !== 0);
    };
    return { socket, messages, state, send, init };
  }
  const subscribe = (id: string) => ({ type: "subscribe", id, payload: { query } });

  test.each([
    ["without a credential", { type: "connection_init" }, CloseCode.Unauthorized],
    ["with a bad one", { type: "connection_init", payload: bearer("nobody") }, CloseCode.Forbidden],
    ["that subscribes before it is acknowledged", subscribe("1"), CloseCode.Unauthorized],
    ["that sends no JSON", "hello", CloseCode.BadRequest],
    ["that sends an unknown message", { type: "shout" }, CloseCode.BadRequest],
    ["that sends a message over 64 KB", { type: "ping", payload: { filler: "x".repeat(70_000) } }, 1009],
  ])("%s is closed", async (_, message, code) => {
    const { state, send } = await connect(running);

    send(message);
    await eventually(() => state.code !== 0);

    expect(state.code).toBe(code);
  });

  test("that says nothing is closed after the time for it", async () => {
    await using quick = await runGateway(sources, { config: { streams: { initTimeoutMs: 100 } } });
    const { state } = await connect(quick);

    await eventually(() => state.code === 4408);
  });

  test("that uses one id twice, or speaks another protocol, is closed", async () => {
    const { state, send, init } = await connect(running);
    await init();
    send(subscribe("1"));
    send(subscribe("1"));
    await eventually(() => state.code === 4409);

    const old = await connect(running, { protocol: "graphql-ws" }).catch(() => null);
    await eventually(() => old === null || old.state.code !== 0);
  });

  test("of a page elsewhere is refused, of the gateway's own page let in", async () => {
    const evil = await connect(running, { headers: { origin: "https://evil.example" } });
    const own = await connect(running, { headers: { origin: running.url } });

    expect(evil.state.refused).toBe(403);
    expect(own.socket.readyState).toBe(WebSocket.OPEN);
    own.socket.close();
  });

  test("too many from one address, subscriptions on one, and messages a minute are refused", async () => {
    await using tight = await runGateway(sources, {
      config: {
        streams: { connectionsPerAddressMax: 2, subscriptionsPerConnectionMax: 1, messagesPerMinuteMax: 10 },
      },
    });
    tight.tokens.set("ada", userWith());
    const first = await connect(tight);
    await connect(tight);
    const third = await connect(tight);
    expect(third.state.refused).toBe(429);

    await first.init();
    first.send(subscribe("1"));
    first.send(subscribe("2"));
    await eventually(() => first.messages.length === 2);
    expect(first.messages[1]).toMatchObject({
      id: "2",
      type: "error",
      payload: [{ extensions: { code: "RATE_LIMITED" } }],
    });

    for (let i = 0; i < 10; i += 1) first.send({ type: "ping" });
    await eventually(() => first.state.code === 1008);
    const again = await connect(tight);
    expect(again.socket.readyState).toBe(WebSocket.OPEN);
  });

  test("that does not read is closed with a reason and slows nobody down", async () => {
    await using small = await runGateway(sources, { config: { streams: { bufferBytesMax: 50_000 } } });
    small.tokens.set("ada", userWith());
    const slow = await connect(small);
    await slow.init();
    slow.send(subscribe("1"));
    const brisk = listen(small);
    await eventually(() => readings.size === 1);
    await sleep(100);
    slow.socket.pause();

    // The kernel's own buffers take some megabytes before anything has to wait in the gateway.
    const title = "x".repeat(20_000);
    const sent = 1_500;
    for (let i = 0; i < sent; i += 1) {
      read("1", { title });
      if (i % 50 === 0) await eventually(() => brisk.answers.length >= i - 50);
    }
    await eventually(() => brisk.answers.length === sent, 10_000);
    slow.socket.resume();
    await eventually(() => slow.state.code !== 0, 10_000);

    expect(slow.state.code).toBe(1013);
    expect(slow.messages.length).toBeLessThan(sent);
    brisk.stop();
  }, 60_000);

  test("is pinged, and cut off when it does not answer", async () => {
    await using quick = await runGateway(sources, { config: { streams: { keepAliveMs: 100 } } });
    quick.tokens.set("ada", userWith());
    const good = await connect(quick);
    const dead = new WebSocket(`ws://127.0.0.1:${quick.port}/graphql`, "graphql-transport-ws", {
      autoPong: false,
    });
    let cut = false;
    dead.on("close", () => (cut = true));
    dead.on("error", () => undefined);

    await eventually(() => cut);

    expect(good.socket.readyState).toBe(WebSocket.OPEN);
    good.socket.close();
  });

  test("is asked to come back when the gateway stops, and nothing is left open", async () => {
    const stopping = await runGateway(sources);
    stopping.tokens.set("ada", userWith());
    const { state, init, send } = await connect(stopping);
    await init();
    send(subscribe("1"));
    await eventually(() => readings.size === 1);

    await stopping.gateway.stop();
    await eventually(() => state.code !== 0);

    expect(state.code).toBe(1001);
  });
});

describe("a subscription over text/event-stream", () => {
  async function open(to: Running, text: string, headers: Record<string, string> = bearer("ada")) {
    const controller = new AbortController();
    const response = await fetch(`${to.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream", ...headers },
      body: JSON.stringify({ query: text }),
      signal: controller.signal,
    });
    const stream = { response, text: "", ended: false, cut: false };
    void (async () => {
      for await (const chunk of response.body ?? [])
        stream.text += Buffer.from(chunk as Uint8Array).toString();
      stream.ended = true;
    })().catch(() => (stream.cut = true));
    return { stream, stop: () => controller.abort() };
  }

  test("sends next events and complete", async () => {
    const { stream } = await open(running, "subscription { bookRead { at reader { name } } }");
    await eventually(() => readings.size === 1);

    const at = read("2", { cursor: "7" });
    await eventually(() => stream.text.includes("next"));
    readings.end();
    await eventually(() => stream.ended);

    expect(stream.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(stream.text).toBe(
      `retry: 1000\n\nid: 7\nevent: next\ndata: {"data":{"bookRead":{"at":${at},"reader":{"name":"Ben"}}},"extensions":{"cursor":"7"}}\n\nevent: complete\ndata:\n\n`,
    );
  });

  test("is let go when its client goes", async () => {
    const { stop } = await open(running, query);
    await eventually(() => readings.size === 1);

    stop();
  });

  test("shares its feed with sockets, ends with its credential, and answers queries too", async () => {
    running.tokens.set("sse", userWith());
    const socket = listen(running);
    const { stream } = await open(running, query, bearer("sse"));
    await eventually(() => readings.size === 1);
    await sleep(50);
    expect(readings.size).toBe(1);

    running.tokens.delete("sse");
    running.announce({});
    await eventually(() => stream.ended);
    expect(stream.text).toContain('"code":"UNAUTHENTICATED"');
    expect(stream.text).toContain("event: complete");

    const once = await open(running, "{ whoAmI }");
    await eventually(() => once.stream.ended);
    expect(once.stream.text).toContain('data: {"data":{"whoAmI":"Ada from 127.0.0.1"}');
    socket.stop();
  });

  test("that cannot begin is a 4xx with the reason", async () => {
    const wrong = await open(running, "subscription { bookRed { at } }");
    const stranger = await open(running, query, bearer("nobody"));
    const form = await fetch(`${running.url}/graphql`, {
      method: "POST",
      headers: { accept: "text/event-stream" },
      body: "{}",
    });

    expect([wrong.stream.response.status, stranger.stream.response.status, form.status]).toEqual([
      400, 401, 415,
    ]);
  });
});
