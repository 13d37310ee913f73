import type { ExecutionResult } from "graphql";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { Health } from "./health.ts";
import { Metrics } from "./metrics.ts";
import { PrincipalSeal } from "./principal.ts";
import { RemoteSubgraph } from "./remoteSubgraph.ts";
import { serveSubgraph } from "./server.ts";
import { isStream } from "./subgraph.ts";
import type { SubgraphRequest } from "./subgraph.ts";
import { openLine } from "./testing/line.ts";
import { openLibrary, reader, tenantId } from "./testing/library.ts";

const seal = new PrincipalSeal("a secret of at least thirty-two characters");
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const query = "subscription { lent }";
const ada = reader("Ada", "loan:read");

async function apart() {
  const library = openLibrary();
  const serve = (port: number) =>
    serveSubgraph({
      subgraph: library.subgraph,
      port,
      seal,
      log: pino({ level: "silent" }),
      health: new Health(),
      metrics: new Metrics("test"),
    });
  let server = await serve(0);
  const line = await openLine(server.port);
  const remote = new RemoteSubgraph("library", line.url, seal);
  closing.push(
    () => server.close(),
    () => line.close(),
    () => remote.close(),
  );
  const subscribe = async (request: Partial<SubgraphRequest> = {}) => {
    const answer = await remote.subscribe({ query, principal: ada, correlationId: "c", ...request });
    return isStream(answer) ? answer : expect.fail(JSON.stringify(answer));
  };
  const restart = async () => {
    await server.close();
    server = await serve(server.port);
  };
  return { ...library, line, remote, subscribe, restart };
}

const until = (claim: () => boolean, timeout = 5_000) =>
  expect.poll(claim, { timeout, interval: 5 }).toBe(true);
const next = async (stream: AsyncIterator<ExecutionResult>) => (await stream.next()).value as ExecutionResult;

test("all subscriptions share one connection, each with its own principal, variables and end", async () => {
  const { subscribe, line, open, lend } = await apart();
  const people = Array.from({ length: 50 }, (_, i) => reader(`P${i}`, "loan:read"));
  const streams = await Promise.all(people.map((principal) => subscribe({ principal })));
  await until(() => open.size === 50);
  expect(line.openNow).toBe(1);

  lend("Emma", "c1");
  const results = await Promise.all(streams.map(next));
  expect(results).toEqual(
    people.map(({ name }) => ({ data: { lent: `Emma to ${name}` }, extensions: { cursor: "c1" } })),
  );
  await streams[0]?.return?.();
  await until(() => open.size === 49);
  expect(line.openedEver).toBe(1);
});

test("a stream tells its position first, and goes on after a cursor", async () => {
  const { subscribe, lend, asked } = await apart();
  const stream = await subscribe({ resume: { after: "c4" } });
  expect(await next(stream)).toEqual({ data: null, extensions: { cursor: "c4", isPosition: true } });
  lend("Emma", "c5");
  expect(await next(stream)).toEqual({ data: { lent: "Emma to Ada" }, extensions: { cursor: "c5" } });
  expect(asked).toEqual(["c4"]);
});

test("a refusal is the last result: errors, and no data", async () => {
  const { subscribe, open } = await apart();
  const forbidden = await subscribe({ principal: reader("Cid") });
  const result = await next(forbidden);
  expect(result).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN", correlationId: "c" } }] });
  expect(result).not.toHaveProperty("data");
  expect((await forbidden.next()).done).toBe(true);

  const unknown = await next(await subscribe({ query: "subscription { nothing }" }));
  expect(unknown).toMatchObject({ errors: [{ extensions: { code: "INVALID_INPUT" } }] });
  expect(open.size).toBe(0);
});

test("a signal ends a subscription here and there, also one that was never begun", async () => {
  const { subscribe, open } = await apart();
  const leaving = new AbortController();
  const stream = await subscribe({ signal: leaving.signal });
  await until(() => open.size === 1);
  const pending = stream.next();
  leaving.abort();
  expect((await pending).done).toBe(true);
  await until(() => open.size === 0);

  const gone = await subscribe({ signal: AbortSignal.abort() });
  expect((await gone.next()).done).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(open.size).toBe(0);
});

test("a line that is cut breaks all its streams with UNAVAILABLE; the next ones make it anew", async () => {
  const { subscribe, line, open, lend } = await apart();
  const streams = await Promise.all([subscribe(), subscribe()]);
  await until(() => open.size === 2);
  const broken = Promise.allSettled(streams.map((stream) => stream.next()));
  line.cut();

  const reason = { code: "UNAVAILABLE", reason: "SUBGRAPH_UNREACHABLE" };
  expect(await broken).toMatchObject([
    { status: "rejected", reason },
    { status: "rejected", reason },
  ]);
  await until(() => open.size === 0);
  const again = await subscribe();
  await until(() => open.size === 1);
  lend("Emma");
  expect(await next(again)).toEqual({ data: { lent: "Emma to Ada" } });
});

test("a subgraph that restarts breaks its streams, and answers again when it is back", async () => {
  const { subscribe, restart, remote, open } = await apart();
  const stream = await subscribe();
  await until(() => open.size === 1);
  const broken = stream.next().then(
    () => "went on",
    (error: { code: string }) => error.code,
  );
  await restart();
  expect(await broken).toBe("UNAVAILABLE");
  await subscribe();
  await until(() => open.size === 1);
  const asked = { query: "{ whoAmI }", principal: ada, correlationId: "c" };
  expect(await remote.execute(asked)).toEqual({ data: { whoAmI: `Ada of ${tenantId}` } });
});

test("a line that is dead without saying so is noticed within seconds", async () => {
  const { subscribe, line, open } = await apart();
  const stream = await subscribe();
  await until(() => open.size === 1);
  const broken = stream.next().then(
    () => "went on",
    (error: { code: string }) => error.code,
  );
  line.freeze();
  expect(await broken).toBe("UNAVAILABLE");
  await subscribe();
  await until(() => line.openedEver === 2 && open.size >= 1);
}, 15_000);

test("a reader that does not read breaks off alone, rather than let results pile up", async () => {
  const { subscribe, lend, open } = await apart();
  const [slow, quick] = await Promise.all([subscribe(), subscribe()]);
  await until(() => open.size === 2);
  const read: unknown[] = [];
  const reading = (async () => {
    for await (const { data } of quick) read.push(data);
  })();
  for (let i = 0; i < 2_100; i += 1) {
    lend(`Book ${i}`);
    if (i % 50 === 0) await until(() => read.length > i);
  }
  await until(() => read.length === 2_100);
  await expect(slow.next()).rejects.toMatchObject({ code: "UNAVAILABLE", reason: "FOLLOWER_TOO_SLOW" });
  await quick.return?.();
  await reading;
  await until(() => open.size === 0);
});

test("queries share one connection, each with its own principal, variables and errors", async () => {
  const { remote, line } = await apart();
  const people = Array.from({ length: 200 }, (_, i) => reader(`P${i}`));
  const answers = await Promise.all(
    people.map((principal) => remote.execute({ query: "{ whoAmI }", principal, correlationId: "c" })),
  );
  expect(answers).toEqual(people.map(({ name }) => ({ data: { whoAmI: `${name} of ${tenantId}` } })));
  expect(line.openedEver).toBe(1);

  const refused = await remote.execute({ query: "{ nothing }", principal: ada, correlationId: "c" });
  expect(refused).toMatchObject({ errors: [{ extensions: { code: "INVALID_INPUT" } }] });
  expect(refused).not.toHaveProperty("data");
});

test("long queries and mutations go by a connection of their own, and are answered the same", async () => {
  const { remote, line, waiting } = await apart();
  const asked = { principal: ada, correlationId: "c" };
  const long = `{ whoAmI } # ${"x".repeat(70_000)}`;
  expect(await remote.execute({ ...asked, query: long })).toEqual({
    data: { whoAmI: `Ada of ${tenantId}` },
  });
  const added = remote.execute({ ...asked, query: "mutation { addShelf(number: 3) { number } }" });
  await until(() => waiting.length === 1);
  waiting.pop()?.();
  expect(await added).toEqual({ data: { addShelf: { number: 3 } } });
  expect(new Set(line.begunWith)).toEqual(new Set(["POST /graphql HTTP/1.1"]));

  await remote.execute({ ...asked, query: "{ whoAmI }" });
  expect(line.begunWith.at(-1)).toBe("GET /graphql HTTP/1.1");
});

test("a line that is cut breaks the queries under way with UNAVAILABLE; the next ones are answered", async () => {
  const { remote, line, waiting } = await apart();
  const asked = { principal: ada, correlationId: "c" };
  const broken = Promise.allSettled([
    remote.execute({ ...asked, query: "{ shelves { number books } }" }),
    remote.execute({ ...asked, query: "{ shelves { number books } }" }),
  ]);
  await until(() => waiting.length === 2);
  line.cut();
  const reason = { code: "UNAVAILABLE", reason: "SUBGRAPH_UNREACHABLE" };
  expect(await broken).toMatchObject([
    { status: "rejected", reason },
    { status: "rejected", reason },
  ]);
  expect(await remote.execute({ ...asked, query: "{ whoAmI }" })).toHaveProperty("data");
});

test("a subgraph that is stopped answers what it was asked before it goes", async () => {
  const { remote, waiting, restart } = await apart();
  const asked = { principal: ada, correlationId: "c" };
  const answer = remote.execute({ ...asked, query: "{ shelves { number } }" });
  await until(() => waiting.length === 1);
  const restarted = restart();
  waiting.pop()?.();
  expect(await answer).toHaveProperty("data.shelves");
  await restarted;
  expect(await remote.execute({ ...asked, query: "{ whoAmI }" })).toHaveProperty("data");
});

test("a query that is aborted is aborted at the subgraph too", async () => {
  const { remote, waiting, counted } = await apart();
  const leaving = new AbortController();
  const shelves = { query: "{ shelves { number books } }", principal: ada, correlationId: "c" };
  const answer = remote.execute({ ...shelves, signal: leaving.signal });
  await until(() => waiting.length === 1);
  leaving.abort();
  await expect(answer).rejects.toMatchObject({ code: "UNAVAILABLE" });
  // It comes by the same line, so by its answer the subgraph has heard of what was before it.
  await remote.execute({ ...shelves, query: "{ whoAmI }" });
  waiting.pop()?.();
  await remote.execute({ ...shelves, query: "{ whoAmI }" });
  expect(counted).toEqual([]);
});
