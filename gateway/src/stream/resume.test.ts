import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import type { GatewayConfig } from "../settings.ts";
import { userWith } from "../testing/graph.ts";
import { listen } from "../testing/listen.ts";
import type { Listening } from "../testing/listen.ts";
import { readingsGraph } from "../testing/readings.ts";
import { eventually, runGateway } from "../testing/running.ts";

const query = "subscription { bookRead { at reader { name } } }";

/** A gateway before a subgraph whose streams can be resumed. */
async function open(streams: GatewayConfig["streams"] = {}, { remembers = true } = {}) {
  const { sources, readings, read } = readingsGraph({ remembers });
  const running = await runGateway(sources, { config: { streams } });
  onTestFinished(() => running.gateway.stop());
  running.tokens.set("ada", userWith());
  const begin = (resumeAfter?: string) =>
    listen(running, "ada", { query, ...(resumeAfter !== undefined && { extensions: { resumeAfter } }) });
  const started = async () => {
    const listening = begin();
    await eventually(() => readings.size === 1);
    return listening;
  };
  return { running, readings, read, begin, started };
}

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, n) => first + n);
const has = (listening: Listening, count: number) =>
  eventually(() => listening.answers.length >= count, 10_000);
/** Nothing more comes that should not: whatever is under way gets its time to show. */
const quiet = () => sleep(50);

describe("an upstream that breaks off", () => {
  test("is taken up again where it stood: nothing is lost, nothing comes twice", async () => {
    const { readings, read, started } = await open();
    const listening = await started();
    upTo(5).forEach(() => read());
    await has(listening, 5);

    readings.breakOff();
    upTo(5).forEach(() => read());
    await has(listening, 10);
    read();
    await has(listening, 11);

    expect(listening.numbers()).toEqual(upTo(11));
    expect(readings.places.at(-1)).toBe("1-5");
    listening.stop();
  });

  test("before its first event is taken up where it began", async () => {
    const { readings, read, started } = await open();
    const listening = await started();
    await quiet();

    readings.breakOff();
    upTo(3).forEach(() => read());
    await has(listening, 3);

    expect(listening.numbers()).toEqual(upTo(3));
    listening.stop();
  });

  test("and cannot be taken up ends its subscriptions with RESUME_GAP", async () => {
    const { readings, read, started } = await open();
    const listening = await started();
    read();
    await has(listening, 1);

    readings.beginAnew();
    readings.breakOff();
    await eventually(() => listening.errors.length === 1);

    expect(listening.errors).toMatchObject([
      [{ extensions: { code: "RESUME_GAP", reason: "CURSOR_TOO_OLD" } }],
    ]);
  });
});

describe("a client that comes back with its last cursor", () => {
  test("to a feed that remembers it gets what it missed, then what happens, from the same upstream", async () => {
    const { readings, read, begin, started } = await open();
    const other = await started();
    upTo(10).forEach(() => read());
    await has(other, 10);
    const { opened } = readings;

    const back = begin("1-4");
    await has(back, 6);
    read();
    await has(back, 7);

    expect(back.numbers()).toEqual(upTo(11, 5));
    expect(back.cursor).toBe("1-11");
    expect(readings.opened).toBe(opened);
    back.stop();
    other.stop();
  });

  test("with nothing missed gets only what happens", async () => {
    const { read, begin, started } = await open();
    const other = await started();
    read();
    await has(other, 1);

    const back = begin("1-1");
    await quiet();
    read();
    await has(back, 1);

    expect(back.numbers()).toEqual([2]);
    back.stop();
    other.stop();
  });

  test("to a feed that was just left by everyone finds it still running, and a while later it is gone", async () => {
    const { readings, read, begin, started } = await open({ feedLingerMs: 500 });
    const first = await started();
    read();
    await has(first, 1);
    first.stop();
    await quiet();
    upTo(3).forEach(() => read());

    const back = begin("1-1");
    await has(back, 3);
    expect(back.numbers()).toEqual(upTo(4, 2));
    expect(readings.opened).toBe(1);

    back.stop();
    await eventually(() => readings.size === 0);
  });

  test("to a gateway where nobody listens gets everything from upstream, and then is like any other", async () => {
    const { readings, read, begin } = await open();
    upTo(100).forEach(() => read());

    const back = begin("1-10");
    await has(back, 90);
    read();
    await has(back, 91);
    read();
    await has(back, 92);

    expect(back.numbers()).toEqual(upTo(102, 11));
    await eventually(() => readings.size === 1);
    back.stop();
  });

  test("in a crowd shares one catch-up, which the live feed takes over while events go on", async () => {
    const { readings, read, begin, started } = await open();
    upTo(200).forEach(() => read());
    const other = await started();
    const { opened } = readings;

    const crowd = upTo(20).map(() => begin("1-50"));
    for (let n = 0; n < 100; n += 1) {
      read();
      await sleep(1);
    }
    await Promise.all(crowd.map((back) => has(back, 250)));
    await eventually(() => (read(), readings.size === 1));
    const last = read();
    await Promise.all(crowd.map((back) => eventually(() => back.numbers().at(-1) === last)));

    for (const back of crowd) expect(back.numbers()).toEqual(upTo(last, 51));
    // Those who arrive when the catch-up is over find that the live feed has learnt from it.
    expect(readings.opened - opened).toBe(1);
    expect(other.numbers()).toEqual(upTo(last, 201));
    [other, ...crowd].forEach(({ stop }) => stop());
  }, 20_000);

  test("waits its turn when many catch up, and still gets everything", async () => {
    const { readings, read, begin } = await open({ catchUpsMax: 1, catchUpIdleMs: 30, replayEventsMax: 5 });
    upTo(60).forEach(() => read());

    const places = [10, 20, 30, 40, 50];
    const back = places.map((place) => begin(`1-${place}`));
    await Promise.all(back.map((each, n) => has(each, 60 - (places[n] ?? 0))));
    read();
    await eventually(() => back.every((each) => each.numbers().at(-1) === 61));

    back.forEach((each, n) => expect(each.numbers()).toEqual(upTo(61, (places[n] ?? 0) + 1)));
    await eventually(() => (read(), readings.size === 1));
    back.forEach(({ stop }) => stop());
  });

  test("that is too old or of a stream that is gone is told RESUME_GAP, and others are not disturbed", async () => {
    const { readings, read, begin, started } = await open({ replayEventsMax: 5 });
    const other = await started();
    upTo(50).forEach(() => read());
    await has(other, 50);
    readings.forgetAllBut(10);

    const late = begin("1-3");
    const lost = begin("0-49");
    await eventually(() => late.errors.length === 1 && lost.errors.length === 1);
    read();
    await has(other, 51);

    const gap = [[{ extensions: { code: "RESUME_GAP", reason: "CURSOR_TOO_OLD" } }]];
    expect([late.errors, lost.errors]).toMatchObject([gap, gap]);
    expect(late.answers).toEqual([]);
    expect(other.errors).toEqual([]);
    other.stop();
  });

  test("that is no cursor is told so", async () => {
    const { running, begin } = await open();

    const nonsense = begin("nonsense");
    const number = listen(running, "ada", { query, extensions: { resumeAfter: 7 } });
    await eventually(() => nonsense.errors.length === 1 && number.errors.length === 1);

    expect(nonsense.errors).toMatchObject([
      [{ extensions: { code: "INVALID_INPUT", reason: "CURSOR_MALFORMED" } }],
    ]);
    expect(number.errors).toMatchObject([
      [{ extensions: { code: "INVALID_INPUT", reason: "EXTENSIONS_MALFORMED" } }],
    ]);
  });

  test("to a subgraph that cannot resume is told RESUME_GAP rather than left with a gap", async () => {
    const { readings, read, begin } = await open({}, { remembers: false });
    const back = begin("made-up");
    await eventually(() => readings.size === 2);

    read();
    await eventually(() => back.errors.length === 1);

    expect(back.errors).toMatchObject([
      [{ extensions: { code: "RESUME_GAP", reason: "RESUME_UNSUPPORTED" } }],
    ]);
    expect(back.answers).toEqual([]);
  });
});

test("a subscription that begins with the state begins so for everyone, however many share it", async () => {
  const { running, readings, read } = await open();
  const progress = "subscription { progress }";
  const numbers = (listening: Listening) => listening.numbers((data) => data["progress"]);
  for (let n = 0; n < 3; n += 1) read();

  const first = listen(running, "ada", { query: progress });
  await has(first, 1);
  const second = listen(running, "ada", { query: progress });
  await has(second, 1);
  read();
  await has(second, 2);
  const third = listen(running, "ada", { query: progress });
  await has(third, 1);
  const back = listen(running, "ada", { query: progress, extensions: { resumeAfter: "1-3" } });
  await has(back, 1);

  expect([first, second, third, back].map(numbers)).toEqual([[3, 4], [3, 4], [4], [4]]);
  expect(readings.opened).toBe(1);
  [first, second, third, back].forEach(({ stop }) => stop());
});

test("rights that change move a stream to another feed without a gap, whatever happens meanwhile", async () => {
  const { running, readings, read } = await open();
  running.tokens.set("changing", userWith());
  const listening = listen(running, "changing", { query: "subscription { bookRead { at note } }" });
  await eventually(() => readings.size === 1);

  const reader = setInterval(read, 1);
  for (const permissions of [["note:read"], ["x:y"], ["note:read", "x:y"], []]) {
    const { opened } = readings;
    running.tokens.set("changing", userWith(...permissions));
    running.announce({});
    await eventually(() => readings.opened > opened);
    await sleep(20);
  }
  clearInterval(reader);
  const last = read();
  await eventually(() => listening.numbers().at(-1) === last);

  expect(listening.numbers()).toEqual(upTo(last));
  const notes = new Set(listening.numbers(({ bookRead }) => (bookRead as { note: unknown }).note));
  expect(notes).toEqual(new Set([null, "quiet"]));
  listening.stop();
}, 15_000);

test("whoever comes and goes with its cursor, while upstreams break, has every event once and in order", async () => {
  const { readings, read, begin } = await open({ replayEventsMax: 40, feedLingerMs: 30, catchUpsMax: 2 });
  let seed = 20_261_122;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const clients = upTo(12).map(() => ({
    had: [] as unknown[],
    cursor: "1-0",
    now: undefined as Listening | undefined,
  }));
  const leave = (client: (typeof clients)[number]) => {
    if (!client.now) return;
    client.now.stop();
    void client.now.client.dispose();
    client.had.push(...client.now.numbers());
    client.cursor = client.now.cursor ?? client.cursor;
    expect(client.now.errors).toEqual([]);
    client.now = undefined;
  };

  for (let step = 0; step < 400; step += 1) {
    read();
    const client = clients[random(clients.length)];
    if (client && random(3) === 0)
      if (client.now) leave(client);
      else client.now = begin(client.cursor);
    if (random(80) === 0) readings.breakOff();
    await sleep(2);
  }
  for (const client of clients) client.now ??= begin(client.cursor);
  const last = read();
  await eventually(
    () => clients.every(({ now, cursor }) => (now?.numbers().at(-1) ?? cursor) === last),
    8_000,
  );
  clients.forEach(leave);

  for (const { had } of clients) expect(had).toEqual(upTo(last));
}, 30_000);
