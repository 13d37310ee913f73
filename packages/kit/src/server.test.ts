import { createClient } from "graphql-ws";
import { serverAudits } from "graphql-http";
import { pino } from "pino";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { Health } from "./health.ts";
import { Metrics } from "./metrics.ts";
import { PrincipalSeal, anonymous } from "./principal.ts";
import type { Principal } from "./principal.ts";
import { serveSubgraph } from "./server.ts";
import { openLibrary, reader, tenantId } from "./testing/library.ts";

const seal = new PrincipalSeal("a secret of at least thirty-two characters");
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const ada = reader("Ada", "loan:read");

async function serve() {
  const library = openLibrary();
  const server = await serveSubgraph({
    subgraph: library.subgraph,
    port: 0,
    seal,
    log: pino({ level: "silent" }),
    health: new Health(),
    metrics: new Metrics("test"),
    webhook: async ({ path, query, rawBody, headers }) => ({
      status: 202,
      body: `${path} ${query.get("x")} ${rawBody.toString()} ${headers["x-signature"]}`,
    }),
  });
  closing.push(() => server.close());
  const url = `http://127.0.0.1:${server.port}/graphql`;
  const sealed = (principal: Principal) => ({ [PrincipalSeal.header]: seal.seal(principal, "library") });
  const post = (body: unknown, headers: Record<string, string> = sealed(ada), init: RequestInit = {}) =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...init,
    });
  const ask = async (query: string, principal = ada) =>
    (await post({ query }, sealed(principal))).json() as Promise<{ data?: unknown; errors?: unknown[] }>;
  return { ...library, url, sealed, post, ask };
}

async function until(claim: () => boolean): Promise<void> {
  await expect.poll(claim, { timeout: 5_000, interval: 5 }).toBe(true);
}

describe("operations over HTTP", () => {
  test("run as the principal that is sealed, and as nobody else", async () => {
    const { ask, post, sealed } = await serve();
    expect(await ask("{ whoAmI }")).toEqual({ data: { whoAmI: `Ada of ${tenantId}` } });
    expect(await ask("{ whoAmI }", anonymous)).toMatchObject({
      errors: [{ path: ["whoAmI"], extensions: { code: "UNAUTHENTICATED", reason: "SIGN_IN_REQUIRED" } }],
    });
    const elsewhere = { [PrincipalSeal.header]: seal.seal(ada, "another") };
    for (const headers of [{}, elsewhere, { [PrincipalSeal.header]: "x" }])
      for (const query of ["{ whoAmI }", "{ __schema { types { name } } }", "{ _service { sdl } }"]) {
        const answer = await post({ query }, headers);
        expect([answer.status, await answer.json()]).toEqual([
          401,
          {
            errors: [
              {
                message: "This subgraph only answers the gateway.",
                extensions: { code: "UNAUTHENTICATED", reason: "PRINCIPAL_UNSIGNED" },
              },
            ],
          },
        ]);
      }
    expect((await post({ query: "{ whoAmI }" }, sealed(ada))).status).toBe(200);
  });

  test("can read the schema, as routers do that compose by asking", async () => {
    const { ask, subgraph } = await serve();
    expect(await ask("{ _service { sdl } }", anonymous)).toEqual({
      data: { _service: { sdl: expect.stringContaining("type Subscription") } },
    });
    expect(subgraph.sdl).toContain("lent: String!");
    expect(await ask("{ __schema { subscriptionType { name } } }", anonymous)).toEqual({
      data: { __schema: { subscriptionType: { name: "Subscription" } } },
    });
  });

  test("answer with typed errors, and with bugs masked", async () => {
    const { ask } = await serve();
    expect(await ask("{ lost }")).toMatchObject({
      data: { lost: null },
      errors: [{ path: ["lost"], extensions: { code: "NOT_FOUND", reason: "BOOK_NOT_FOUND" } }],
    });
    const broken = await ask("{ broken }");
    expect(broken).toMatchObject({ data: { broken: null }, errors: [{ extensions: { code: "INTERNAL" } }] });
    expect(JSON.stringify(broken)).not.toContain("hunter2");
  });

  test.each([
    ["a syntax error", { query: "{ whoAmI" }],
    ["an unknown field", { query: "{ nothing }" }],
    ["an operation that is not there", { query: "query A { whoAmI }", operationName: "B" }],
    [
      "a variable of the wrong type",
      { query: "mutation($n: Int!) { addShelf(number: $n) { number } }", variables: { n: "x" } },
    ],
    ["a subscription", { query: "subscription { lent }" }],
  ])("with %s are INVALID_INPUT, 400 for those who read the newer media type", async (_, body) => {
    const { post, sealed } = await serve();
    const older = await post(body);
    const newer = await post(body, { ...sealed(ada), accept: "application/graphql-response+json" });
    expect([older.status, newer.status]).toEqual([200, 400]);
    expect([older.headers.get("content-type"), newer.headers.get("content-type")]).toEqual([
      "application/json; charset=utf-8",
      "application/graphql-response+json; charset=utf-8",
    ]);
    for (const answer of [older, newer]) {
      const told = (await answer.json()) as object;
      expect(told).toMatchObject({
        errors: [{ extensions: { code: "INVALID_INPUT", reason: "REQUEST_MALFORMED" } }],
      });
      expect(told).not.toHaveProperty("data");
    }
  });

  test.each([
    ["no JSON", "{", 400],
    ["an array", "[]", 400],
    ["no query", "{}", 400],
    ["variables that are none", `{"query":"{ whoAmI }","variables":[1]}`, 400],
    ["too much", `{"query":"${" ".repeat(1_100_000)}"}`, 413],
  ])("with a body that is %s are refused", async (_, body, status) => {
    const { post } = await serve();
    expect((await post(body)).status).toBe(status);
  });

  test("in another form than JSON by POST are refused", async () => {
    const { url, sealed, post } = await serve();
    const get = await fetch(`${url}?query={whoAmI}`, { headers: sealed(ada) });
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await post("query={whoAmI}", { ...sealed(ada), "content-type": "text/plain" })).status).toBe(415);
  });

  test("keep to GraphQL over HTTP as its reference implementation audits it", async () => {
    const { url, sealed } = await serve();
    const audits = serverAudits({
      url,
      fetchFn: (to: string, init: RequestInit = {}) =>
        fetch(to, {
          ...init,
          headers: { ...(init.headers as Record<string, string>), ...sealed(anonymous) },
        }),
    });
    const results = await Promise.all(audits.map((audit) => audit.fn()));
    const failed = results
      .filter(({ status }) => status !== "ok")
      .map(({ name, status }) => `${status}: ${name}`);
    // Queries by GET are a MAY, and the only thing left out: it would be a second way in.
    expect(failed.filter((name) => !/\bGETs?\b/.test(name))).toEqual([]);
    expect(results.length).toBeGreaterThan(50);
  });

  test("of a caller who has left begin nothing more, unless they are mutations", async () => {
    const { post, sealed, waiting, counted, ask } = await serve();
    const leave = async (query: string) => {
      const leaving = new AbortController();
      const answer = post({ query }, sealed(ada), { signal: leaving.signal });
      await until(() => waiting.length === 1);
      leaving.abort();
      await expect(answer).rejects.toThrow("abort");
      await ask("{ whoAmI }"); // by then the server has heard of it
      waiting.pop()?.();
      await ask("{ whoAmI }");
    };

    await leave("{ shelves { number books } }");
    expect(counted).toEqual([]);
    await leave("mutation { addShelf(number: 3) { number books } }");
    expect(counted).toEqual([3]);
  });
});

describe("subscriptions over graphql-transport-ws", () => {
  /** A stock client, connected as somebody, or as nobody. */
  function client(url: string, connectionParams: Record<string, unknown>) {
    const made = createClient({
      url: url.replace("http", "ws"),
      webSocketImpl: WebSocket,
      connectionParams,
      retryAttempts: 0,
    });
    closing.push(async () => made.dispose());
    const seen: unknown[] = [];
    const subscribe = (payload: Parameters<typeof made.subscribe>[0]) =>
      made.subscribe(payload, {
        next: (result) => void seen.push(result),
        error: (error) => void seen.push({ error }),
        complete: () => void seen.push("complete"),
      });
    return { subscribe, seen };
  }
  const lent = { query: "subscription { lent }" };

  test("run as the connection's principal, as other routers have it, queries too", async () => {
    const { url, sealed, lend, open } = await serve();
    const { subscribe, seen } = client(url, sealed(ada));
    subscribe(lent);
    await until(() => open.size === 1);
    lend("Emma", "c1");
    await until(() => seen.length === 1);
    subscribe({ query: "{ whoAmI }" });
    await until(() => seen.length === 3);
    expect(seen).toEqual([
      { data: { lent: "Emma to Ada" }, extensions: { cursor: "c1" } },
      { data: { whoAmI: `Ada of ${tenantId}` } },
      "complete",
    ]);
  });

  test("may each bring a principal of their own; one that is not for here is refused", async () => {
    const { url, sealed, lend, open } = await serve();
    const { subscribe, seen } = client(url, sealed(anonymous));
    subscribe({ ...lent, extensions: sealed(ada) });
    subscribe({ ...lent, extensions: sealed(reader("Ben", "loan:read")) });
    await until(() => open.size === 2);
    lend("Emma");
    await until(() => seen.length === 2);
    expect(seen).toEqual([{ data: { lent: "Emma to Ada" } }, { data: { lent: "Emma to Ben" } }]);

    seen.length = 0;
    subscribe({ ...lent, extensions: { [PrincipalSeal.header]: seal.seal(ada, "another") } });
    await until(() => seen.length === 1);
    expect(seen).toMatchObject([
      { error: [{ extensions: { code: "UNAUTHENTICATED", reason: "PRINCIPAL_UNSIGNED" } }] },
    ]);
    expect(open.size).toBe(2);
  });

  test("need the right to them, and a connection needs a principal", async () => {
    const { url, sealed, open } = await serve();
    const nobody = client(url, {});
    nobody.subscribe(lent);
    const without = client(url, sealed(reader("Cid")));
    without.subscribe(lent);
    await until(() => nobody.seen.length === 1 && without.seen.length > 0);
    expect(nobody.seen).toMatchObject([{ error: { code: 4_403 } }]);
    expect(without.seen[0]).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN" } }] });
    expect(open.size).toBe(0);
  });

  test("are refused for what they ask wrongly, with a typed error", async () => {
    const { url, sealed } = await serve();
    for (const payload of [
      { query: "subscription { nothing }" },
      { query: "subscription {" },
      { ...lent, extensions: { resume: "yesterday" } },
    ]) {
      const { subscribe, seen } = client(url, sealed(ada));
      subscribe(payload);
      await until(() => seen.length === 1);
      expect(seen).toMatchObject([
        { error: [{ extensions: { code: "INVALID_INPUT", reason: "REQUEST_MALFORMED" } }] },
      ]);
    }
  });

  test("tell their position first when they are to be resumed, and only then", async () => {
    const { url, sealed, lend, open, asked } = await serve();
    const { subscribe, seen } = client(url, sealed(ada));
    subscribe({ ...lent, extensions: { resume: { after: "c7" } } });
    await until(() => seen.length === 1);
    lend("Emma", "c8");
    await until(() => seen.length === 2);
    subscribe(lent);
    await until(() => open.size === 2);
    expect(seen).toEqual([
      { data: null, extensions: { cursor: "c7", isPosition: true } },
      { data: { lent: "Emma to Ada" }, extensions: { cursor: "c8" } },
    ]);
    expect(asked).toEqual(["c7"]);
  });

  test("go on after an event whose field fails", async () => {
    const { url, sealed, lend, open } = await serve();
    const { subscribe, seen } = client(url, sealed(ada));
    subscribe(lent);
    await until(() => open.size === 1);
    lend("secret");
    lend("Emma");
    await until(() => seen.length === 2);
    expect(seen).toMatchObject([
      { data: null, errors: [{ path: ["lent"], extensions: { code: "NOT_FOUND" } }] },
      { data: { lent: "Emma to Ada" } },
    ]);
  });

  test("free their place as soon as they are left, or their connection is", async () => {
    const { url, sealed, open } = await serve();
    const one = client(url, sealed(ada));
    const leave = one.subscribe(lent);
    one.subscribe(lent);
    await until(() => open.size === 2);
    leave();
    await until(() => open.size === 1);
    await closing.pop()?.();
    await until(() => open.size === 0);
  });
});

test("how long it takes to answer is measured, with what became of it", async () => {
  const { ask, url } = await serve();
  await ask("{ whoAmI }");
  await ask("{ whoAmI }", anonymous);
  const told = await (await fetch(url.replace("/graphql", "/metrics"))).text();
  const count = (outcome: string) =>
    told.match(new RegExp(`subgraph_request_seconds_count{[^}]*outcome="${outcome}"[^}]*} (\\d+)`))?.[1];
  expect([count("ok"), count("refused"), count("failed")]).toEqual(["1", "1", undefined]);
});

test("health, metrics and webhooks are beside it, nothing else is", async () => {
  const { url } = await serve();
  const at = (path: string, init?: RequestInit) => fetch(url.replace("/graphql", path), init);
  expect(await (await at("/readyz")).json()).toMatchObject({ ok: true });
  expect(await (await at("/metrics")).text()).toContain("process_cpu_user_seconds_total");
  const webhook = await at("/webhooks/library/a/b?x=1", {
    method: "POST",
    body: "raw \u{1f600}",
    headers: { "x-signature": "s" },
  });
  expect([webhook.status, await webhook.text()]).toEqual([202, "a/b 1 raw \u{1f600} s"]);
  expect((await at("/webhooks/other/a", { method: "POST" })).status).toBe(404);
  expect((await at("/")).status).toBe(404);
});
