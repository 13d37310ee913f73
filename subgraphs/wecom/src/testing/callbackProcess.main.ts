import "reflect-metadata";
import { createServer } from "node:http";
import type { CallbackHandler } from "../callback/callback.handler.ts";
import { assembleCallbacks } from "../callback/callback.parts.ts";
import { callbackTask } from "./callbackProcess.ts";
import { openTask, say } from "./task.ts";
import { quickCallbacks } from "./quick.ts";

/** Stays with every callback it is given. */
const stuck: CallbackHandler = {
  name: "stuck",
  wants: () => true,
  handle() {
    say("handling");
    return new Promise(() => undefined);
  },
};

/** Takes callbacks in over HTTP and begins to handle them, in a process that the test may kill. */
async function main(): Promise<void> {
  const { task, runtime, db } = await openTask("callback-process", callbackTask);
  const { log, metrics, queue, secrets, clock } = runtime;
  const { timings } = quickCallbacks({ turnMs: 500 });
  const callbacks = assembleCallbacks({
    ...(timings && { timings }),
    queueSuffix: task.queueSuffix,
    db,
    workQueue: queue,
    secrets,
    handlers: [stuck],
    metrics,
    clock,
    log,
  });
  if (task.handles) await callbacks.start();

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { pathname, searchParams: query } = new URL(request.url ?? "/", "http://gateway");
      const path = pathname.replace("/webhooks/wecom/", "");
      callbacks.ingress
        .handle({ method: "POST", path, query, rawBody: Buffer.concat(chunks), address: "203.0.113.7" })
        .then(
          ({ status, body = "" }) => response.writeHead(status).end(body),
          () => response.writeHead(500).end(),
        );
    });
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    say(`port ${typeof address === "object" ? (address?.port ?? "") : ""}`);
  });
}

await main();
