import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient as createEventSource } from "graphql-sse";
import { createClient } from "graphql-ws";
import type { ExecutionResult } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { Program } from "./testing/program.ts";
import { composeShop, startProducts, startStock } from "./testing/shop.ts";
import { until } from "./testing/until.ts";

// The gateway's command, in front of subgraphs that none of our code is in.

let folder: string;
let file: string;
let products: Awaited<ReturnType<typeof startProducts>>;
let stock: Awaited<ReturnType<typeof startStock>>;
let gateway: Program;

function start(supergraph = file): Promise<Program> {
  return Program.start({
    args: (port) => [
      "gateway/bin/gateway.mjs",
      `--supergraph=${supergraph}`,
      `--port=${port}`,
      "--host=127.0.0.1",
      "--log-level=warn",
      ...(supergraph === file
        ? [`--subscriptions=stock=${stock.url.replace(/^http(.*)api$/, "ws$1live")}`]
        : []),
      "--propagate=Authorization,x-tenant",
    ],
    readyPath: "/readyz",
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wegraph-standalone-"));
  file = join(folder, "supergraph.graphql");
  [products, stock] = await Promise.all([startProducts(), startStock()]);
  await writeFile(file, composeShop({ products, stock }));
  gateway = await start();
}, 60_000);

afterAll(async () => {
  await gateway.stop();
  await Promise.all([products.close(), stock.close()]);
  await rm(folder, { recursive: true });
});

async function ask(query: string, headers: Record<string, string> = {}): Promise<ExecutionResult> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as ExecutionResult;
}

function listen(query: string, connectionParams: Record<string, string> = {}, to = gateway) {
  const results: ExecutionResult[] = [];
  const ends: unknown[] = [];
  const client = createClient({
    url: `${to.url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
  });
  client.subscribe(
    { query },
    {
      next: (result) => void results.push(result as ExecutionResult),
      error: (error) => void ends.push(error),
      complete: () => void ends.push("complete"),
    },
  );
  return { results, ends, stop: () => client.dispose() };
}

const live = "subscription { stockChanged { by product { name inStock } } }";

describe("in front of any supergraph, the gateway", () => {
  test("answers queries over several subgraphs, and lets anyone read the schema", async () => {
    expect(await ask("{ products { id name inStock } stockLevels { name } }")).toMatchObject({
      data: {
        products: [
          { id: "1", name: "Lamp", inStock: 10 },
          { id: "2", name: "Chair", inStock: 20 },
        ],
        stockLevels: [{ name: "Lamp" }, { name: "Chair" }],
      },
    });
    expect(await ask('{ __type(name: "Product") { fields { name } } }')).toMatchObject({
      data: { __type: { fields: [{ name: "id" }, { name: "name" }, { name: "inStock" }] } },
    });
    expect(await (await fetch(`${gateway.url}/graphql/schema.graphql`)).text()).toContain("type StockChange");
  });

  test("hands errors of subgraphs on as they are", async () => {
    const { data, errors } = await ask("{ broken products { id } }");

    expect(data).toMatchObject({ broken: null, products: [{}, {}] });
    expect(errors).toMatchObject([
      { message: "The lamp is broken.", path: ["broken"], extensions: { code: "LAMP_BROKEN", watts: 60 } },
    ]);
  });

  test("hands on the headers it was told to, and no others", async () => {
    const headers = {
      authorization: "Basic bGFtcA==",
      "x-tenant": "dawn",
      "x-secret": "of the gateway only",
    };

    expect(await ask("{ heard { authorization tenant secret } }", headers)).toMatchObject({
      data: { heard: { authorization: "Basic bGFtcA==", tenant: "dawn", secret: null } },
    });
    expect(await ask("{ heard { authorization tenant } }")).toMatchObject({
      data: { heard: { authorization: null, tenant: null } },
    });
  });

  test("completes events with fields of other subgraphs, over WebSocket and server-sent events, from one upstream", async () => {
    const before = stock.opened;
    const socket = listen(live);
    const events: unknown[] = [];
    const sse = createEventSource({ url: `${gateway.url}/graphql`, retryAttempts: 0 });
    const unsubscribe = sse.subscribe(
      { query: live },
      { next: (result) => void events.push(result), error: () => undefined, complete: () => undefined },
    );
    await until("both listen", () => (stock.change("1"), socket.results.length > 0 && events.length > 0));
    const by = stock.change("2");
    const wanted = { data: { stockChanged: { by, product: { name: "Chair", inStock: 20 } } } };
    await until("both got it", () =>
      [socket.results.at(-1), events.at(-1)].every((last) => byOf(last) === by),
    );

    expect(socket.results.at(-1)).toMatchObject(wanted);
    expect(events.at(-1)).toMatchObject(wanted);
    expect(stock.opened - before).toBe(1);
    unsubscribe();
    await socket.stop();
  });

  test("gives callers who showed different headers streams of their own", async () => {
    const query = "subscription { stockChanged { by heard } }";
    const [ada, ben, nobody] = [{ authorization: "ada" }, { Authorization: "ben" }, {}].map((shown) =>
      listen(query, shown),
    );
    if (!ada || !ben || !nobody) throw new Error("three listen");
    const all = [ada, ben, nobody];
    await until("all listen", () => (stock.change("1"), all.every(({ results }) => results.length > 0)));

    const heard = all.map(
      ({ results }) => (results[0]?.data?.["stockChanged"] as { heard?: unknown } | undefined)?.heard,
    );
    expect(heard).toEqual(["ada", "ben", null]);
    for (const each of all) await each.stop();
    // A generator that waits for its next event ends with it.
    await until("upstreams are let go", () => (stock.change("1"), stock.open === 0));
  });

  test("ends a subscription that its subgraph refuses, with the words of the subgraph", async () => {
    const refused = listen("subscription { recall }");
    await until("it ends", () => refused.ends.length > 0);

    expect(refused.ends).toMatchObject([
      [{ message: "Nothing is recalled.", extensions: { code: "NO_RECALL" } }],
    ]);
    await refused.stop();
  });

  test("takes over another supergraph while requests run and streams go on", async () => {
    const stream = listen(live);
    await until("it listens", () => (stock.change("1"), stream.results.length > 0));
    const opened = stock.opened;
    const answers: ExecutionResult[] = [];
    const over = new AbortController();
    const load = (async () => {
      while (!over.signal.aborted) answers.push(await ask("{ products { name inStock } }"));
    })();
    const from = byOf(stream.results.at(-1)) ?? 0;

    const grown = products.sdl.replace("name: String! }", "name: String! colour: String }");
    await writeFile(`${file}.new`, composeShop({ products, stock }, { products: grown }));
    await rename(`${file}.new`, file);
    await until("the new field is known", async () => {
      stock.change("2");
      return (await ask("{ products { name colour } }")).errors?.every(
        ({ extensions }) => extensions["reason"] !== "DOCUMENT_INVALID",
      );
    });
    await writeFile(file, "type Query { this is no supergraph");
    await until("it says that it is stale", async () => {
      stock.change("2");
      const { parts } = (await (await fetch(`${gateway.url}/readyz`)).json()) as {
        parts: { name: string; ok: boolean }[];
      };
      return parts.some(({ name, ok }) => name === "supergraph" && !ok);
    });
    await writeFile(file, composeShop({ products, stock }));
    await until("the field is gone again", async () => {
      stock.change("2");
      return (await ask("{ products { colour } }")).errors?.[0]?.extensions["reason"] === "DOCUMENT_INVALID";
    });
    const last = stock.change("1");
    await until("everything came", () => byOf(stream.results.at(-1)) === last);
    over.abort();
    await load;

    expect(answers.length).toBeGreaterThan(5);
    expect(answers.filter(({ errors }) => errors)).toEqual([]);
    expect(stream.results.map(byOf).filter((by) => by !== undefined && by > from)).toEqual(
      Array.from({ length: last - from }, (_, n) => from + n + 1),
    );
    expect(stream.ends).toEqual([]);
    expect(stock.opened).toBe(opened);
    await stream.stop();
  });

  test("finds a subgraph that moves, and its streams move along", async () => {
    const moved = await startStock(7);
    const own = join(folder, "moving.graphql");
    await writeFile(own, composeShop({ products, stock }));
    const other = await start(own);
    const stream = listen(live, {}, other);
    await until("it listens", () => (stock.change("1"), stream.results.length > 0));
    expect(stream.results[0]).toMatchObject({ data: { stockChanged: { product: { inStock: 10 } } } });

    await writeFile(own, composeShop({ products, stock: moved }));
    await until("it listens there", () => moved.open === 1);
    stream.results.length = 0;
    await until("it hears from there", () => (moved.change("1"), stream.results.length > 0));

    expect(stream.results[0]).toMatchObject({
      data: { stockChanged: { product: { name: "Lamp", inStock: 7 } } },
    });
    expect(stream.ends).toEqual([]);
    await until("the old place is left", () => (stock.change("1"), stock.open === 0));
    await stream.stop();
    await other.stop();
    await moved.close();
  });

  test("answers what has begun when it is told to stop, and asks streams to come back", async () => {
    const other = await start();
    const stream = listen(live, {}, other);
    await until("it listens", () => (stock.change("1"), stream.results.length > 0));
    const running = fetch(`${other.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ slow }" }),
    });
    await until("it is asked", () => products.slow === 1);

    other.signal("SIGINT");
    await until("the stream is closed", () => stream.ends.length === 1);
    products.finishSlow();

    expect(await (await running).json()).toMatchObject({ data: { slow: "at last" } });
    expect(await other.ended()).toBe(0);
    expect(stream.ends).toMatchObject([{ code: 1001 }]);
  });

  test("does not start without a supergraph that it can serve, and says why", async () => {
    const broken = join(folder, "broken.graphql");
    await writeFile(broken, "type Query { a: Int }");
    const failing = (supergraph: string) =>
      Program.start({
        args: () => ["gateway/bin/gateway.mjs", "--supergraph", supergraph],
        readyPath: "/readyz",
      });

    await Promise.all([
      expect(failing(join(folder, "nowhere.graphql"))).rejects.toThrow(/--supergraph: ENOENT.*nowhere/),
      expect(failing(broken)).rejects.toThrow(/not start: .*supergraph/i),
    ]);
  });

  test("says what is wrong with how it was started", async () => {
    const failing = Program.start({
      args: () => ["gateway/bin/gateway.mjs", "--port", "eleven", "--subgraph", "stock"],
      readyPath: "/readyz",
    });

    await expect(failing).rejects.toThrow(/--supergraph: .*\n.*--port: .*\n.*--subgraph: /);
  });
}, 60_000);

function byOf(result: unknown): number | undefined {
  return (result as { data?: { stockChanged?: { by: number } } } | undefined)?.data?.stockChanged?.by;
}
