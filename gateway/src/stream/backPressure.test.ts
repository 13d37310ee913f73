import { once } from "node:events";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import type { GatewayConfig } from "../settings.ts";
import { userWith } from "../testing/graph.ts";
import { listen } from "../testing/listen.ts";
import type { Listening } from "../testing/listen.ts";
import { readingsGraph } from "../testing/readings.ts";
import { bearer, eventually, runGateway } from "../testing/running.ts";

const query = "subscription { bookRead { at book { title } } }";
const title = "x".repeat(2_000);

async function open(streams: GatewayConfig["streams"]) {
  const { sources, readings, read } = readingsGraph({ remembers: true });
  const running = await runGateway(sources, { config: { streams } });
  onTestFinished(() => running.gateway.stop());
  running.tokens.set("ada", userWith());
  return { running, readings, read };
}

interface Seen {
  at: number;
  coalesced: number;
  cursor: string;
}

function seenIn(payload: {
  data: { bookRead: { at: number } };
  extensions: { cursor: string; coalesced?: number };
}): Seen {
  const { cursor, coalesced = 0 } = payload.extensions;
  return { at: payload.data.bookRead.at, coalesced, cursor };
}

/** A socket that stops reading whenever it is told to. */
async function slowSocket(port: number) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, "graphql-transport-ws");
  const seen: Seen[] = [];
  const state = { code: 0, acknowledged: false };
  socket.on("error", () => undefined);
  socket.on("close", (code) => (state.code = code));
  socket.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString("utf8"));
    if (message.type === "connection_ack") state.acknowledged = true;
    if (message.type === "next") seen.push(seenIn(message.payload));
  });
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "connection_init", payload: bearer("ada") }));
  await eventually(() => state.acknowledged);
  socket.send(JSON.stringify({ type: "subscribe", id: "1", payload: { query } }));
  return { socket, seen, state };
}

/** @returns the number of the last event before the clients were asked to be slow. */
async function bothListen(read: () => number, slow: { seen: Seen[] }, brisk: Listening): Promise<number> {
  let last = 0;
  await eventually(() => ((last = read()), slow.seen.length > 0 && brisk.answers.length > 0));
  await eventually(() => slow.seen.at(-1)?.at === last && brisk.numbers().at(-1) === last);
  slow.seen.splice(0, slow.seen.length - 1);
  brisk.answers.splice(0, brisk.answers.length - 1);
  return last;
}

const events = 6_000;

/** Ten entities take turns; a brisk reader shows how far the sending is. */
async function sendAll(
  read: (person: string, about: object) => number,
  brisk: { answers: unknown[] },
  entities = 10,
) {
  const before = brisk.answers.length;
  for (let n = 0; n < events; n += 1) {
    read("1", { title, ...(entities > 0 && { entity: `book ${n % entities}` }) });
    if (n % 100 === 99) await eventually(() => brisk.answers.length >= before + n - 100, 10_000);
  }
  await eventually(() => brisk.answers.length === before + events, 10_000);
}

test("a reader that stops gets the latest of each entity when it goes on, in bounded memory, told of what was left out", async () => {
  const { running, readings, read } = await open({ replayBytesMax: 100_000 });
  const slow = await slowSocket(running.port);
  const brisk = listen(running, "ada", { query });
  const first = await bothListen(read, slow, brisk);

  slow.socket.pause();
  await sendAll(read, brisk);
  slow.socket.resume();
  await eventually(() => slow.seen.at(-1)?.at === first + events, 10_000);

  const [, ...seen] = slow.seen;
  const leftOut = seen.reduce((sum, { coalesced }) => sum + coalesced, 0);
  expect(slow.state.code).toBe(0);
  expect(leftOut).toBeGreaterThan(0);
  expect(seen.length + leftOut).toBe(events);
  // In order, so that the last cursor is always true; and the last ten are the ten entities' latest.
  expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(seen.slice(-10).map(({ at }) => at)).toEqual(
    Array.from({ length: 10 }, (_, n) => first + events - 9 + n),
  );
  expect(brisk.numbers().length).toBe(events + 1);
  expect(readings.size).toBe(1);
  brisk.stop();
  slow.socket.close();
}, 60_000);

test("what is not superseded is never dropped: the reader is closed, and comes back without a gap", async () => {
  const { running, read } = await open({
    bufferBytesMax: 200_000,
    replayBytesMax: 50_000_000,
    replayEventsMax: 10_000,
  });
  const slow = await slowSocket(running.port);
  const brisk = listen(running, "ada", { query });
  const first = await bothListen(read, slow, brisk);

  slow.socket.pause();
  await sendAll(read, brisk, 0);
  slow.socket.resume();
  await eventually(() => slow.state.code !== 0, 10_000);
  expect(slow.state.code).toBe(1013);

  const had = slow.seen.map(({ at }) => at);
  expect(had.length).toBeLessThan(events);
  expect(slow.seen.every(({ coalesced }) => coalesced === 0)).toBe(true);
  const resumeAfter = slow.seen.at(-1)?.cursor ?? "";
  // Twelve megabytes of past, to a client that may have a fifth of one waiting: it is given them as it reads.
  const back = listen(running, "ada", { query, extensions: { resumeAfter } });
  await eventually(() => had.length + back.answers.length === events + 1, 10_000);
  expect([...had, ...back.numbers()]).toEqual(Array.from({ length: events + 1 }, (_, n) => first + n));
  [brisk, back].forEach(({ stop }) => stop());
}, 60_000);

test("a past larger than any buffer is replayed from upstream at the pace of its reader", async () => {
  const { running, readings, read } = await open({
    bufferBytesMax: 100_000,
    bufferSoftBytes: 50_000,
    replayBytesMax: 100_000,
  });
  for (let n = 0; n < 3_000; n += 1) read("1", { title, entity: "one" });

  const slow = listen(running, "ada", { query, extensions: { resumeAfter: "1-10" } });
  await eventually(() => slow.answers.length === 2_990, 15_000);

  expect(slow.numbers()).toEqual(Array.from({ length: 2_990 }, (_, n) => n + 11));
  // One upstream for the past and one for the present: the replay waited, and had not to be begun anew.
  expect(readings.opened).toBe(2);
  slow.stop();
}, 30_000);

test("an event stream's slow reader gets the latest of each entity as well", async () => {
  const { running, read } = await open({ replayBytesMax: 100_000 });
  const brisk = listen(running, "ada", { query });
  const body = JSON.stringify({ query });
  const slow: Socket = connect(running.port, "127.0.0.1");
  let text = "";
  slow.on("data", (chunk) => (text += chunk.toString("utf8")));
  slow.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\ncontent-type: application/json\r\n` +
      `authorization: ${bearer("ada").authorization}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  let first = 0;
  await eventually(() => ((first = read()), brisk.answers.length > 0 && text.includes("event: next")));
  await eventually(() => brisk.numbers().at(-1) === first && text.includes(`"at":${first},`));
  brisk.answers.splice(0, brisk.answers.length - 1);
  text = "";

  slow.pause();
  await sendAll(read, brisk);
  slow.resume();
  await eventually(() => text.includes(`"at":${first + events},`), 10_000);

  const seen = [...text.matchAll(/data: (\{"data".*\})/g)].map(([, json]) => seenIn(JSON.parse(json ?? "")));
  expect(seen.length + seen.reduce((sum, { coalesced }) => sum + coalesced, 0)).toBe(events);
  expect(seen.length).toBeLessThan(events);
  slow.destroy();
  brisk.stop();
}, 60_000);
