// Asks one gateway as fast as it answers, each connection one request after the other, and prints what it saw.
// On plain sockets: a full HTTP client would cost more than some of what is measured.
import { connect } from "node:net";
import type { Socket } from "node:net";
import { tellReady } from "./ready.ts";
import { offsets, query, tokenFor, variablesFor } from "./request.ts";

export interface LoadOptions {
  port: number;
  path: string;
  connections: number;
  ms: number;
  /** Goes on beyond `ms` until so many are answered, but never longer than four times as long. */
  answersMin?: number;
  withToken: boolean;
}

export interface LoadResult {
  answered: number;
  failed: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  firstFailure: string | null;
}

const options = JSON.parse(process.argv[2] ?? "") as LoadOptions;
const latencies: number[] = [];
let failed = 0;
let firstFailure: string | null = null;

const startedAt = performance.now();
const { ms, answersMin = 0 } = options;
const isEnough = (now: number) =>
  now >= startedAt + ms && (latencies.length >= answersMin || now >= startedAt + 4 * ms);
await Promise.all(Array.from({ length: options.connections }, (_, n) => keepAsking(n)));
const seconds = (performance.now() - startedAt) / 1_000;
latencies.sort((a, b) => a - b);
const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
tellReady({
  answered: latencies.length,
  failed,
  perSecond: latencies.length / seconds,
  p50Ms: at(0.5),
  p99Ms: at(0.99),
  firstFailure,
} satisfies LoadResult);

function requestOf(connection: number): string {
  const from = Math.floor(Math.random() * offsets);
  const body = JSON.stringify({ query, variables: variablesFor(from) });
  const token = options.withToken ? `authorization: Bearer ${tokenFor(connection)}\r\n` : "";
  return (
    `POST ${options.path} HTTP/1.1\r\nhost: 127.0.0.1:${options.port}\r\n${token}` +
    `content-type: application/json\r\naccept: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  );
}

function keepAsking(connection: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(options.port, "127.0.0.1");
    socket.setNoDelay(true);
    let received = "";
    let askedAt = 0;
    const ask = () => {
      askedAt = performance.now();
      received = "";
      socket.write(requestOf(connection));
    };
    socket.once("connect", ask);
    socket.on("error", reject);
    socket.on("close", () => {
      if (isEnough(performance.now())) resolve();
      else reject(new Error("The gateway closed a connection."));
    });
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString("latin1");
      if (!isWhole(received)) return;
      const now = performance.now();
      if (received.startsWith("HTTP/1.1 200") && !received.includes('"errors"'))
        latencies.push(now - askedAt);
      else {
        failed += 1;
        firstFailure ??= received.slice(0, 2_000);
      }
      if (isEnough(now)) socket.end();
      else ask();
    });
  });
}

/** @param text a response as bytes, one to a character */
function isWhole(text: string): boolean {
  const head = text.indexOf("\r\n\r\n");
  if (head === -1) return false;
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head + 2)) ?? [];
  return length === undefined ? text.endsWith("\r\n0\r\n\r\n") : text.length >= head + 4 + Number(length);
}
