import { setTimeout as sleep } from "node:timers/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { GatewayConfig } from "../settings.ts";
import { userWith } from "../testing/graph.ts";
import type { SubgraphSource } from "../testing/graph.ts";
import { bearer, eventually, runGateway } from "../testing/running.ts";
import type { GraphqlAnswer } from "../testing/running.ts";

/** A list of words, and queries that are answered when the test says so. */
async function open(config: GatewayConfig = {}) {
  const words: string[] = [];
  const held: (() => void)[] = [];
  const source: SubgraphSource = {
    name: "words",
    sdl: `
      type Query { words: [String!]!  slow: Int!  failing: Int! }
      type Mutation { add(word: String!): Int! }
      type Subscription { added: String! }
    `,
    resolvers: {
      Query: {
        words: () => [...words],
        slow: () => new Promise((resolve) => held.push(() => resolve(words.length))),
        failing: () => {
          throw new Error("password=hunter2");
        },
      },
      Mutation: { add: (_: unknown, { word }: { word: string }) => words.push(word) },
    },
  };
  const running = await runGateway([source], { config });
  running.tokens.set("ada", userWith());
  const send = async (body: unknown, headers: Record<string, string> = bearer("ada")) => {
    const response = await running.post("/graphql", body, headers);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  /** Of a batch that was taken. */
  const ask = async (...queries: string[]) => {
    const { status, body } = await send(queries.map((query) => ({ query })));
    expect(status).toBe(200);
    return body as GraphqlAnswer[];
  };
  return { running, words, held, send, ask };
}
type World = Awaited<ReturnType<typeof open>>;

const add = (word: string) => `mutation { add(word: "${word}") }`;

let shared: World;
beforeAll(async () => {
  shared = await open();
});
afterAll(() => shared.running.gateway.stop());
beforeEach(() => {
  shared.words.length = 0;
  shared.held.length = 0;
});
/** With a gateway of its own for settings of its own. */
async function openWith(config: GatewayConfig): Promise<World> {
  const world = await open(config);
  onTestFinished(() => world.running.gateway.stop());
  return world;
}

describe("a batch", () => {
  test("is answered by one array, each operation in its place, each with its own cost", async () => {
    const { ask, send } = shared;

    const answers = await ask("{ words }", add("a"), "{ __typename }");
    const { body } = await send([
      { query: "query Q($w: Boolean!) { words @include(if: $w) }", variables: { w: false } },
    ]);

    expect(answers.map(({ data }) => data)).toEqual([{ words: [] }, { add: 1 }, { __typename: "Query" }]);
    expect(answers.map(({ extensions }) => extensions?.["cost"])).toMatchObject([
      { estimated: 0 },
      { estimated: 10 },
      { estimated: 0 },
    ]);
    expect(body).toMatchObject([{ data: {} }]);
  });

  test("runs its mutations in the order given, each between the queries around it", async () => {
    const { ask, words, held } = shared;

    const answering = ask("{ slow }", "{ words }", add("a"), "{ words }", add("b"), "{ slow }");
    await eventually(() => held.length === 1);
    expect(words).toEqual([]);
    held[0]?.();
    await eventually(() => held.length === 2);
    held[1]?.();

    expect((await answering).map(({ data }) => data)).toEqual([
      { slow: 0 },
      { words: [] },
      { add: 1 },
      { words: ["a"] },
      { add: 2 },
      { slow: 2 },
    ]);
  });

  test("runs queries beside each other", async () => {
    const { ask, held } = shared;

    const answering = ask("{ a: slow }", "{ b: slow }", "{ c: slow }");
    await eventually(() => held.length === 3);
    held.forEach((release) => release());

    expect((await answering).map(({ data }) => data)).toEqual([{ a: 0 }, { b: 0 }, { c: 0 }]);
  });

  test("has what goes wrong with one operation in that one's answer, and the others go on", async () => {
    const { ask } = await openWith({ cost: { operationMax: 15 } });

    const answers = await ask(
      "{ words ",
      add("a"),
      "{ nothing }",
      `mutation { a: add(word: "b") b: add(word: "b") }`,
      "{ failing }",
      "subscription { added }",
      "{ words }",
    );

    expect(answers.map(({ errors }) => errors?.map(({ extensions }) => extensions["reason"]))).toEqual([
      ["DOCUMENT_INVALID"],
      undefined,
      ["DOCUMENT_INVALID"],
      ["COST_TOO_HIGH"],
      ["UNEXPECTED"],
      ["SUBSCRIPTION_TRANSPORT"],
      undefined,
    ]);
    expect(
      answers.flatMap(({ errors }) => errors ?? []).every((each) => each.extensions["correlationId"]),
    ).toBe(true);
    expect(JSON.stringify(answers)).not.toContain("hunter2");
    expect(answers.at(-1)?.data).toEqual({ words: ["a"] });
  });

  test("spends the budget of its operations together: what is beyond it is refused by itself", async () => {
    const { ask } = await openWith({ cost: { tenantPerMinute: 25 } });

    const answers = await ask(add("a"), add("b"), add("c"), "{ words }");

    expect(answers.map(({ errors }) => errors?.[0]?.extensions["reason"])).toEqual([
      undefined,
      undefined,
      "COST_BUDGET_SPENT",
      undefined,
    ]);
    expect(answers[2]?.errors?.[0]?.extensions).toMatchObject({ code: "RATE_LIMITED", estimated: 10 });
    expect(answers[3]?.data).toEqual({ words: ["a", "b"] });
  });

  test("counts as often as it has operations, and is refused as a whole beyond the limit", async () => {
    const { send, words } = await openWith({ rates: { principal: 10 } });
    const batch = (count: number) => Array.from({ length: count }, () => ({ query: add("a") }));

    const first = await send(batch(6));
    const second = await send(batch(6));
    const last = await send(batch(3));

    expect(first.headers.get("ratelimit-remaining")).toBe("4");
    expect(second).toMatchObject({
      status: 429,
      body: {
        errors: [{ extensions: { code: "RATE_LIMITED", retryAfterMs: expect.any(Number) as unknown } }],
      },
    });
    expect(last.status).toBe(200);
    expect(words).toHaveLength(9);
  });

  test("is not begun further when its client has gone, and what a mutation began is finished", async () => {
    const { running, held, words } = shared;
    const leaving = new AbortController();
    const body = JSON.stringify([add("a"), "{ slow }", add("b")].map((query) => ({ query })));
    const headers = { "content-type": "application/json", ...bearer("ada") };
    const asked = fetch(`${running.url}/graphql`, { method: "POST", body, headers, signal: leaving.signal });
    await eventually(() => held.length === 1);

    leaving.abort();
    await expect(asked).rejects.toThrow();
    await sleep(50);
    held[0]?.();
    await sleep(50);

    expect(words).toEqual(["a"]);
  });
});

describe("no batch", () => {
  const refusals: [name: string, body: unknown, extensions: object, config?: GatewayConfig][] = [
    [
      "of more operations than are accepted",
      Array.from({ length: 11 }, () => ({ query: "{ words }" })),
      { reason: "BATCH_TOO_LARGE", operations: 11, operationsMax: 10 },
    ],
    ["of nothing", [], { reason: "REQUEST_MALFORMED" }],
    [
      "with something else in it",
      [{ query: add("a") }, { query: 7 }],
      { reason: "REQUEST_MALFORMED", issues: [{ path: [1, "query"], message: "has to be a string." }] },
    ],
    ["of batches", [[{ query: add("a") }]], { reason: "REQUEST_MALFORMED", issues: [{ path: [0] }] }],
    [
      "where none are taken",
      [{ query: add("a") }],
      { reason: "BATCH_REFUSED" },
      { batch: { operationsMax: 0 } },
    ],
  ];

  test.each(refusals)("%s is accepted, and nothing of it is run", async (_, body, extensions, config) => {
    const { send, words } = config ? await openWith(config) : shared;

    const answer = await send(body);

    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: "INVALID_INPUT", ...extensions } }] },
    });
    expect(words).toEqual([]);
  });

  test("is streamed", async () => {
    const { send } = shared;
    const accept = { ...bearer("ada"), accept: "text/event-stream" };

    expect(await send([{ query: "{ words }" }], accept)).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { reason: "BATCH_REFUSED" } }] },
    });
  });
});

describe("batches that are to bring the gateway down", () => {
  const floods: [name: string, body: string, expected: string][] = [
    ["twenty thousand operations", `[${'{"query":"{a}"},'.repeat(20_000)}{}]`, "BATCH_TOO_LARGE"],
    ["half a million of nothing", `[${"0,".repeat(500_000)}0]`, "BATCH_TOO_LARGE"],
    ["arrays within arrays", "[".repeat(500_000), "REQUEST_MALFORMED"],
    [
      "ten documents of a thousand aliases each",
      JSON.stringify(
        Array.from({ length: 10 }, (_, n) => ({
          query: `{ ${Array.from({ length: 1_000 }, (__, i) => `a${n}x${i}: words`).join(" ")} }`,
        })),
      ),
      "DOCUMENT_TOO_LARGE",
    ],
  ];

  test.each(floods)("such as %s are refused while others are answered", async (_, body, expected) => {
    const { running, ask } = shared;
    await ask("{ words }"); // what the first request sets up is not what is measured
    const calls = () => running.links.flatMap((link) => link.calls).length;
    const before = calls();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();

    const response = await running.post("/graphql", body, bearer("ada"));
    const text = await response.text();
    delay.disable();

    expect(text).toContain(expected);
    expect(text.length).toBeLessThan(30_000);
    expect(calls()).toBe(before);
    // The client and its megabyte are in this process too; a batch that runs away takes seconds.
    expect(delay.max / 1e6).toBeLessThan(500);
  });
});
