import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, onTestFinished, test } from "vitest";
import { Health } from "@wegraph/kit/health";
import { Metrics } from "@wegraph/kit/metrics";
import type { GatewayOptions } from "../gateway.ts";
import { compose, userWith } from "../testing/graph.ts";
import { listen } from "../testing/listen.ts";
import { readingsGraph } from "../testing/readings.ts";
import { bearer, eventually, runGateway } from "../testing/running.ts";
import type { GraphqlAnswer } from "../testing/running.ts";
import type { LoadedSupergraph } from "./loadSupergraph.ts";

async function open({
  remembers = false,
  ...options
}: Partial<GatewayOptions> & { remembers?: boolean } = {}) {
  const { sources, readings, read } = readingsGraph({ remembers });
  const metrics = new Metrics("test");
  const running = await runGateway(sources, { metrics, health: new Health(), ...options });
  onTestFinished(() => running.gateway.stop());
  running.tokens.set("ada", userWith("page:read", "note:read"));
  running.tokens.set("ben", userWith());
  /** The supergraph with some words of the shelf's schema replaced. */
  const supergraph = (...changes: [from: string, to: string][]) =>
    compose(
      sources.map((source) => {
        if (source.name !== "shelf") return source;
        const sdl = changes.reduce((text, [from, to]) => {
          if (!text.includes(from)) throw new Error(`The shelf has no ${from}.`);
          return text.replace(from, to);
        }, source.sdl);
        return { ...source, sdl };
      }),
    );
  const ask = async (query: string, token = "ada") => (await running.graphql({ query }, bearer(token))).body;
  const measured = async (name: string) =>
    (await metrics.registry.getSingleMetric(name)?.get())?.values ?? [];
  const isReady = async () => {
    const response = await fetch(`${running.url}/readyz`);
    const { parts } = (await response.json()) as { parts: { name: string; ok: boolean }[] };
    return { status: response.status, supergraph: parts.find(({ name }) => name === "supergraph")?.ok };
  };
  const reload = (sdl: string) => running.gateway.reload(sdl);
  return { running, readings, read, supergraph, ask, measured, isReady, reload };
}

const pages: [string, string] = ["pages: Int!", "pages: Int! leaves: Int"];

describe("a supergraph put in service", () => {
  test("has its own fields from that moment on, for operations and for readers of the schema", async () => {
    const { supergraph, reload, ask, running } = await open();
    const schema = async () =>
      (await fetch(`${running.url}/graphql/schema.graphql`, { headers: bearer("ada") })).text();
    expect((await ask("{ best { leaves } }")).errors).toMatchObject([
      { extensions: { reason: "DOCUMENT_INVALID" } },
    ]);

    expect(await reload(supergraph(pages))).toBe("REPLACED");

    expect((await ask("{ best { title leaves } }")).data).toEqual({
      best: { title: "Analysis", leaves: null },
    });
    expect(await schema()).toContain("leaves: Int");
    expect(await reload(supergraph())).toBe("REPLACED");
    expect((await ask("{ best { leaves } }")).data).toBeUndefined();
    expect(await schema()).not.toContain("leaves");
  });

  test("is not noticed by requests: every one is answered, whenever it came", async () => {
    const { supergraph, reload, ask } = await open();
    const versions = [supergraph(pages), supergraph()];
    const over = new AbortController();
    const answers: GraphqlAnswer[] = [];
    const client = async () => {
      while (!over.signal.aborted)
        answers.push(await ask("{ people { name books { title author { name } } signature } }"));
    };
    const clients = [client(), client(), client(), client()];

    for (let round = 0; round < 5; round += 1) {
      await reload(versions[round % 2] ?? "");
      await sleep(20);
    }
    over.abort();
    await Promise.all(clients);

    expect(answers.length).toBeGreaterThan(20);
    expect(new Set(answers.map(({ data, errors }) => JSON.stringify({ data, errors }))).size).toBe(1);
    expect(answers[0]).toMatchObject({
      data: { people: [{ name: "Ada", books: [{ title: "Analysis" }] }, {}] },
    });
  }, 30_000);

  test("has plans for what was asked for before, by all rights it was asked with", async () => {
    const { supergraph, reload, ask, measured } = await open();
    const queries = [
      "{ people { name books { title } } }",
      "query Named { best { title author { email } } }",
    ];
    for (const query of queries) await ask(query);
    const count = async () =>
      (await measured("wegraph_gateway_plan_seconds")).findLast(({ labels }) => !("le" in labels))?.value;

    await reload(supergraph(pages));
    const planned = await count();
    for (const query of queries) await ask(query);

    expect(planned).toBe(2 * queries.length);
    expect(await count()).toBe(planned);
  });

  test("and the same again are one", async () => {
    const { supergraph, reload, measured } = await open();

    expect(await reload(supergraph())).toBe("UNCHANGED");
    expect(await Promise.all([reload(supergraph(pages)), reload(supergraph(pages))])).toEqual([
      "REPLACED",
      "UNCHANGED",
    ]);

    expect(await measured("wegraph_gateway_supergraph_reloads_total")).toMatchObject([
      { labels: { outcome: "unchanged" }, value: 2 },
      { labels: { outcome: "replaced" }, value: 1 },
    ]);
  });

  test("lets the one before go, though streams go on", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const loaded: WeakRef<object>[] = [];
    const onGraph = (graph: Pick<LoadedSupergraph, "subgraphs">) =>
      void loaded.push(new WeakRef((graph as LoadedSupergraph).apiSchema));
    const { running, supergraph, reload, readings, read } = await open({ onGraph });
    const listening = listen(running, "ada", { query: "subscription { bookRead { at reader { name } } }" });
    await eventually(() => readings.size === 1);

    await reload(supergraph(pages));
    await eventually(() => (collect(), loaded[0]?.deref() === undefined), 8_000);

    read();
    await eventually(() => listening.answers.length === 1);
    expect(loaded[1]?.deref()).toBeDefined();
    listening.stop();
  });
});

describe("a supergraph that cannot be served", () => {
  test.each([
    ["no GraphQL", () => "type Query {"],
    ["no supergraph", () => "type Query { a: Int }"],
    ["that names a subgraph nobody can reach", (sdl: string) => sdl.replaceAll(/\bshelf\b/g, "attic")],
    [
      "with access declared in a way that is not enforced",
      (sdl: string) => sdl.replaceAll("requiresScopes/v0.1", "requiresScopes/v9.9"),
    ],
  ])("because it is %s changes nothing but what operators see", async (_, broken) => {
    const { supergraph, reload, ask, isReady, measured } = await open();
    expect(await isReady()).toEqual({ status: 200, supergraph: true });

    expect(await reload(broken(supergraph(pages)))).toBe("REFUSED");

    expect((await ask("{ best { title } }")).data).toEqual({ best: { title: "Analysis" } });
    expect(await isReady()).toEqual({ status: 200, supergraph: false });
    expect(await measured("wegraph_gateway_supergraph_stale")).toMatchObject([{ value: 1 }]);

    expect(await reload(supergraph(pages))).toBe("REPLACED");
    expect(await isReady()).toEqual({ status: 200, supergraph: true });
  });
});

describe("a running subscription", () => {
  const query = "subscription { bookRead { at reader { name } } }";

  test("that the new graph changes nothing about keeps its upstream", async () => {
    const { running, supergraph, reload, readings, read } = await open();
    const listening = listen(running, "ada", { query });
    await eventually(() => readings.size === 1);

    const sent: number[] = [];
    for (const sdl of [supergraph(pages), supergraph(["Reading { ", "Reading { extra: Int "])]) {
      sent.push(read());
      await reload(sdl);
      sent.push(read());
    }
    await eventually(() => listening.answers.length === sent.length);
    await sleep(50);

    expect(listening.numbers()).toEqual(sent);
    expect(readings.opened).toBe(1);
    expect(listening.errors).toEqual([]);
    listening.stop();
  });

  test("that means something else now goes on by the new graph: nothing is lost, nothing comes twice", async () => {
    const { running, supergraph, reload, readings, read } = await open({ remembers: true });
    const streams = ["ada", "ada", "ben"].map((token) => listen(running, token, { query }));
    await eventually(() => readings.size === 2);
    const versions = [supergraph(["at: Int!", "at: Int"]), supergraph()];

    const over = new AbortController();
    const sent: number[] = [];
    const sending = (async () => {
      for (; !over.signal.aborted; await sleep(2)) sent.push(read(sent.length % 2 === 0 ? "1" : "2"));
    })();
    for (let round = 0; round < 8; round += 1) {
      await reload(versions[round % 2] ?? "");
      await sleep(20);
    }
    over.abort();
    await sending;
    await eventually(() => streams.every(({ answers }) => answers.length >= sent.length), 8_000);
    await sleep(50);

    for (const { errors, ...stream } of streams) {
      expect(errors).toEqual([]);
      expect(stream.numbers.call(stream)).toEqual(sent);
    }
    expect(readings.opened).toBeGreaterThan(1);
    for (const { stop } of streams) stop();
  }, 30_000);

  test("of a field that is gone ends with GRAPH_CHANGED, and the rest of its connection goes on", async () => {
    const { running, supergraph, reload, readings, read } = await open();
    const gone = listen(running, "ada", { query: "subscription { pageTurned }" });
    const staying = listen(running, "ada", { query });
    const shrinking = listen(running, "ada", { query: "subscription { bookRead { at note } }" });
    await eventually(() => readings.size === 3);

    await reload(
      supergraph(
        [`pageTurned: Int! @requiresScopes(scopes: [["page:read"]])`, ""],
        [`note: String @requiresScopes(scopes: [["note:read"]])`, ""],
      ),
    );
    await eventually(() => gone.errors.length + shrinking.errors.length === 2);
    read();
    await eventually(() => staying.answers.length === 1);

    expect(gone.errors).toMatchObject([[{ extensions: { code: "INVALID_INPUT", reason: "GRAPH_CHANGED" } }]]);
    expect(shrinking.errors).toMatchObject([
      [
        {
          extensions: {
            reason: "GRAPH_CHANGED",
            issues: [{ message: expect.stringContaining(`"note"`) as unknown }],
          },
        },
      ],
    ]);
    expect(staying.errors).toEqual([]);
    await eventually(() => readings.size === 1);
    staying.stop();
  });

  test("whose field asks for another right now ends without it, and goes on with it", async () => {
    const { running, supergraph, reload, readings, read } = await open();
    const [ada, ben] = ["ada", "ben"].map((token) => listen(running, token, { query }));
    await eventually(() => readings.size === 2);

    await reload(
      supergraph([
        "bookRead(title: String): Reading!",
        `bookRead(title: String): Reading! @requiresScopes(scopes: [["note:read"]])`,
      ]),
    );
    await eventually(() => ben?.errors.length === 1);
    await eventually(() => (read(), (ada?.answers.length ?? 0) > 0));

    expect(ben?.errors).toMatchObject([[{ extensions: { code: "FORBIDDEN" } }]]);
    expect(ada?.errors).toEqual([]);
    ada?.stop();
  });

  test("over server-sent events follows the graph as well", async () => {
    const { running, supergraph, reload, readings } = await open();
    const response = await running.post(
      "/graphql",
      { query: "subscription { pageTurned }" },
      { ...bearer("ada"), accept: "text/event-stream" },
    );
    await eventually(() => readings.size === 1);

    await reload(supergraph([`pageTurned: Int! @requiresScopes(scopes: [["page:read"]])`, ""]));

    expect(await response.text()).toMatch(/"reason":"GRAPH_CHANGED".*event: complete/s);
  });
});
