import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describeEnding } from "./child.ts";
import type { Child } from "./child.ts";
import { StartError } from "./startError.ts";

/** A server that ended, or said nothing, before it was ready; `lines` is the end of its log. */
export class NotReady extends StartError {
  constructor(
    message: string,
    readonly lines: readonly string[],
  ) {
    super([message, ...lines.map((line) => `    ${line}`)].join("\n"));
  }
}

/** Tries until it works; a child that ends before, or never gets there, is an error and is stopped. */
export async function untilReady(
  name: string,
  child: Child,
  timeoutMs: number,
  isReady: () => Promise<boolean>,
): Promise<void> {
  for (const until = Date.now() + timeoutMs; Date.now() < until; await sleep(25)) {
    if (child.hasEnded) {
      const how = describeEnding(await child.ended);
      throw new NotReady(`${name} ended before it was ready (${how}).`, child.lastLines(12));
    }
    if (await isReady()) return;
  }
  const lines = child.lastLines(12);
  await child.stop();
  throw new NotReady(`${name} was not ready after ${timeoutMs / 1000} s.`, lines);
}

/** What a server answers first on its port; undefined while nobody listens there. */
export function greeting(port: number, say?: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: 2_000 });
    const end = (answer?: string): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => {
      if (say !== undefined) socket.write(say);
    });
    socket.once("data", (data) => end(data.toString("utf8")));
    socket.once("error", () => end());
    socket.once("timeout", () => end());
    socket.once("close", () => end());
  });
}
