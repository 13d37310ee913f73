import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";
import { Cancellation } from "./cancellation.ts";
import { QueryLine } from "./queryLine.ts";

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Heard {
  id: string;
  type: string;
  payload: unknown;
}

/** A line to a server that answers what a test has it answer. */
async function lineTo(answer: (message: Heard, send: (text: string) => void) => void) {
  const heard: Heard[] = [];
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  const connections: WebSocket[] = [];
  server.on("connection", (socket) => {
    connections.push(socket);
    socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString("utf8")) as Heard;
      heard.push(message);
      answer(message, (text) => socket.send(text));
    });
  });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const failure = (cause: unknown) => new Error("lost", { cause });
  const line = new QueryLine(`ws://127.0.0.1:${port}`, () => ({ who: "us" }), failure);
  closing.push(
    () => line.close(),
    () => connections.forEach((socket) => socket.terminate()),
    () => server.close(),
  );
  return { line, heard, connections };
}

const acknowledge = ({ type }: Heard, send: (text: string) => void) => {
  if (type === "connection_init") send(`{"type":"connection_ack"}`);
};

test("what is asked before the acknowledgement goes after it, and what was left meanwhile does not", async () => {
  let admit = (): void => undefined;
  const { line, heard } = await lineTo((message, send) => {
    if (message.type === "connection_init") admit = () => send(`{"type":"connection_ack"}`);
    if (message.type === "subscribe") send(`{"payload":{"data":{"n":1}},"id":"${message.id}","type":"next"}`);
  });
  const leaving = new Cancellation();
  const left = line.execute(`{"query":"{ a }"}`, leaving);
  const answered = line.execute(`{"query":"{ b }"}`, undefined);
  leaving.abort("gone");
  await expect(left).rejects.toMatchObject({ message: "lost", cause: "gone" });
  await expect.poll(() => heard).toEqual([{ type: "connection_init", payload: { who: "us" } }]);
  admit();
  expect(await answered).toEqual({ data: { n: 1 } });
  expect(heard.slice(1).map(({ payload }) => payload)).toEqual([{ query: "{ b }" }]);
});

test("errors are an answer, an end without one a failure, and a late answer nobody's", async () => {
  const { line } = await lineTo((message, send) => {
    acknowledge(message, send);
    if (message.type !== "subscribe") return;
    const { query } = message.payload as { query: string };
    send(`{"id":"not asked","type":"next","payload":{"data":{}}}`);
    if (query === "refused") send(`{"id":"${message.id}","type":"error","payload":[{"message":"no"}]}`);
    send(`{"id":"${message.id}","type":"complete"}`);
  });
  expect(await line.execute(`{"query":"refused"}`, undefined)).toEqual({ errors: [{ message: "no" }] });
  await expect(line.execute(`{"query":"nothing"}`, undefined)).rejects.toThrow("lost");
});

test.each([
  `{"id":"1","type":"next","payload":null}`,
  `{"id":"1","type":"error"}`,
  "null",
  `{"type":"next"`,
  "x",
])("a server that says %s is given up, and asked over another connection", async (nonsense) => {
  let isSane = false;
  const { line, connections } = await lineTo((message, send) => {
    acknowledge(message, send);
    if (message.type !== "subscribe") return;
    send(isSane ? `{"id":"${message.id}","type":"next","payload":{"data":{}}}` : nonsense);
    isSane = true;
  });
  await expect(line.execute(`{"query":"{ a }"}`, undefined)).rejects.toThrow("lost");
  expect(await line.execute(`{"query":"{ a }"}`, undefined)).toEqual({ data: {} });
  expect(connections).toHaveLength(2);
});

test("a ping is answered, and a line on which nothing answers ours is given up", async () => {
  const { line, heard } = await lineTo((message, send) => {
    acknowledge(message, send);
    if (message.type === "connection_init") send(`{"type":"ping"}`);
  });
  await expect(line.execute(`{"query":"{ a }"}`, undefined)).rejects.toThrow("lost");
  expect(heard.map(({ type }) => type).toSorted()).toEqual(["connection_init", "ping", "pong", "subscribe"]);
}, 15_000);
