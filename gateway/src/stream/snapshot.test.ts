import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import type { GatewayConfig } from "../settings.ts";
import { userWith } from "../testing/graph.ts";
import { listen } from "../testing/listen.ts";
import type { Listening } from "../testing/listen.ts";
import { readingsGraph } from "../testing/readings.ts";
import { bearer, eventually, runGateway } from "../testing/running.ts";

const query = `
  query Now { lastRead }
  subscription Live { bookRead { at reader { name } } }
  mutation Change { rename(id: "1", name: "Ada") { name } }
  query Secret { lastRead secretRead }`;
const live = (extensions: object, operationName = "Live") => ({
  query,
  operationName,
  extensions: { snapshot: "Now", ...extensions },
});

async function open(config: GatewayConfig = {}, { remembers = true } = {}) {
  const graph = readingsGraph({ remembers });
  const running = await runGateway(graph.sources, { config });
  onTestFinished(() => running.gateway.stop());
  running.tokens.set("ada", userWith());
  return { running, ...graph };
}

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

/** Of a client that asked for it: what the snapshot showed, and where the stream stood. */
function snapshotOf({ answers }: Listening): { shown: number; position: number } {
  const [first, ...others] = answers;
  expect(first?.extensions?.["snapshot"]).toBe(true);
  expect(others.filter(({ extensions }) => extensions?.["snapshot"])).toEqual([]);
  return {
    shown: first?.data?.["lastRead"] as number,
    position: Number(String(first?.extensions?.["cursor"]).split("-")[1]),
  };
}

describe("a subscription with a snapshot", () => {
  test("begins with the query's answer, then every event after it", async () => {
    const { running, read } = await open();
    upTo(3).forEach(() => read());
    const listening = listen(running, "ada", live({}));
    await eventually(() => listening.answers.length === 1);
    read();
    await eventually(() => listening.answers.length === 2);

    expect(listening.answers).toMatchObject([
      { data: { lastRead: 3 }, extensions: { snapshot: true, cursor: "1-3" } },
      { data: { bookRead: { at: 4, reader: { name: "Ada" } } }, extensions: { cursor: "1-4" } },
    ]);
    listening.stop();
  });

  test("shows nothing older than its position, and misses nothing that happens while the query runs", async () => {
    const { running, read, answerAfter } = await open();
    answerAfter(() => sleep(Math.random() * 30));
    const writer = setInterval(read, 1);
    const all: Listening[] = [];
    for (let n = 0; n < 25; n += 1) {
      all.push(listen(running, "ada", live({})));
      await sleep(10);
    }
    await eventually(() => all.every(({ answers }) => answers.length > 5));
    clearInterval(writer);
    const last = read();
    await eventually(() => all.every((each) => each.numbers().at(-1) === last));

    for (const each of all) {
      const { shown, position } = snapshotOf(each);
      expect(shown).toBeGreaterThanOrEqual(position);
      // Events since the position may tell again what the snapshot shows; none is missing.
      expect(each.numbers()).toEqual(upTo(last, position + 1));
      each.stop();
    }
  });

  test("stands upstream before its query is asked, also when the upstream is slow to stand", async () => {
    const { running, read, readings } = await open();
    const [, shelf] = running.links;
    if (shelf) shelf.broken = true;
    const listening = listen(running, "ada", live({}));
    await sleep(150);
    upTo(2).forEach(() => read());
    if (shelf) shelf.broken = false;
    await eventually(() => listening.answers.length === 1);
    read();
    await eventually(() => listening.answers.length === 2);

    expect(readings.size).toBe(1);
    expect(snapshotOf(listening)).toEqual({ shown: 2, position: 2 });
    expect(listening.numbers()).toEqual([3]);
    listening.stop();
  });

  test("is never shown an answer that was kept from before", async () => {
    const { running, read } = await open();
    const text = "query Now { keptRead } subscription Live { bookRead { at } }";
    await running.graphql({ query: text, operationName: "Now" }, bearer("ada"));
    read();
    const kept = await running.graphql({ query: text, operationName: "Now" }, bearer("ada"));
    const listening = listen(running, "ada", { ...live({}), query: text });
    await eventually(() => listening.answers.length === 1);

    expect(kept.body.data).toEqual({ keptRead: 0 });
    expect(listening.answers[0]?.data).toEqual({ keptRead: 1 });
    listening.stop();
  });

  test("that comes back with a cursor goes on from there without another snapshot", async () => {
    const { running, read } = await open();
    upTo(5).forEach(() => read());
    const back = listen(running, "ada", live({ resumeAfter: "1-2" }));
    await eventually(() => back.answers.length === 3);

    expect(back.numbers()).toEqual([3, 4, 5]);
    expect(back.answers.some(({ extensions }) => extensions?.["snapshot"])).toBe(false);
    back.stop();
  });

  test("that comes back too late begins anew with a snapshot instead of a gap", async () => {
    const { running, read, readings } = await open();
    upTo(50).forEach(() => read());
    readings.forgetAllBut(5);
    const back = listen(running, "ada", live({ resumeAfter: "1-2" }));
    await eventually(() => back.answers.length === 1);
    read();
    await eventually(() => back.answers.length === 2);

    expect(snapshotOf(back)).toEqual({ shown: 50, position: 50 });
    expect(back.numbers()).toEqual([51]);
    expect(back.errors).toEqual([]);
    back.stop();
  });

  test("of an upstream that was lost for good gets another snapshot and goes on", async () => {
    const { running, read, readings } = await open();
    const listening = listen(running, "ada", live({}));
    await eventually(() => listening.answers.length === 1);

    readings.beginAnew();
    readings.breakOff();
    await eventually(() => listening.answers.length === 2);
    read();
    await eventually(() => listening.answers.length === 3);

    expect(listening.answers.map(({ extensions }) => extensions)).toEqual([
      { snapshot: true, cursor: "1-0" },
      { snapshot: true, cursor: "2-0" },
      { cursor: "2-1" },
    ]);
    listening.stop();
  });

  test("whose rights change before the snapshot is there gets it with the rights that are", async () => {
    const { running, read, answerAfter } = await open();
    const asked = { ...live({ snapshot: "Secret" }) };
    running.tokens.set("growing", userWith());
    let waiting = 0;
    let go: () => void = () => undefined;
    answerAfter(() => ((waiting += 1), new Promise((resolve) => (go = resolve))));
    const listening = listen(running, "growing", asked);
    await eventually(() => waiting === 1);
    const answerBefore = go;

    running.tokens.set("growing", userWith("page:read"));
    running.announce({});
    await eventually(() => waiting === 2);
    answerBefore();
    read();
    go();
    await eventually(() => listening.answers.length === 2);

    expect(listening.answers).toMatchObject([
      { data: { lastRead: 0, secretRead: 0 }, extensions: { snapshot: true } },
      { data: { bookRead: { at: 1 } } },
    ]);
    expect(listening.answers[0]?.errors).toBeUndefined();
    listening.stop();
  });

  test("whose stream ends meanwhile still gets the snapshot, what was sent, and the end", async () => {
    const { running, read, readings, answerAfter } = await open();
    let go: () => void = () => undefined;
    answerAfter(() => new Promise((resolve) => (go = resolve)));
    const listening = listen(running, "ada", live({}));
    await eventually(() => readings.size === 1);
    await sleep(50);

    read();
    readings.end();
    await sleep(50);
    go();
    await eventually(() => listening.done);

    expect(listening.answers).toMatchObject([{ data: { lastRead: 0 } }, { data: { bookRead: { at: 1 } } }]);
  });

  test("is refused when what is named is no query, does not exist, or has no name", async () => {
    const { running } = await open();
    const wrong = [live({ snapshot: "Change" }), live({ snapshot: "Nothing" }), live({ snapshot: "" })];
    const all = wrong.map((operation) => listen(running, "ada", operation));
    await eventually(() => all.every(({ errors }) => errors.length === 1));

    expect(all.map(({ errors }) => errors)).toMatchObject([
      [[{ extensions: { code: "INVALID_INPUT", reason: "SNAPSHOT_NOT_A_QUERY" } }]],
      [[{ extensions: { code: "INVALID_INPUT", reason: "OPERATION_UNKNOWN" } }]],
      [[{ extensions: { code: "INVALID_INPUT", reason: "EXTENSIONS_MALFORMED" } }]],
    ]);
  });

  test("before a subgraph that says nothing of positions still begins with its snapshot", async () => {
    const { running, read } = await open({ streams: { positionWaitMs: 50 } }, { remembers: false });
    const listening = listen(running, "ada", live({}));
    await eventually(() => listening.answers.length === 1);
    read();
    await eventually(() => listening.answers.length === 2);

    expect(listening.answers[0]).toEqual({ data: { lastRead: 0 }, extensions: { snapshot: true } });
    listening.stop();
  });

  test.each([
    ["text/event-stream", `data: {"data":{"lastRead":2},"extensions":{"snapshot":true,"cursor":"1-2"}}`],
    [
      "multipart/mixed;subscriptionSpec=1.0",
      `{"payload":{"data":{"lastRead":2},"extensions":{"snapshot":true,"cursor":"1-2"}}}`,
    ],
  ])("works over %s", async (accept, expected) => {
    const { running, read } = await open();
    upTo(2).forEach(() => read());
    const response = await fetch(`${running.url}/graphql`, {
      method: "POST",
      headers: { accept, "content-type": "application/json", ...bearer("ada") },
      body: JSON.stringify(live({})),
    });
    const reader = response.body?.getReader();
    let text = "";
    while (!text.includes("lastRead")) text += Buffer.from((await reader?.read())?.value ?? []).toString();

    expect(text).toContain(expected);
    await reader?.cancel();
  });
});
