import "reflect-metadata";
import { createServer } from "node:http";
import { PrismaPg } from "@prisma/adapter-pg";
import { openPools } from "@wegraph/database/open";
import { PrismaClient } from "@wegraph/db-wecom/client";
import { Database } from "@wegraph/kit/database";
import { openRuntime } from "@wegraph/kit/runtime";
import type { CallbackHandler } from "../callback/callback.handler.ts";
import { assembleCallbacks } from "../callback/callback.parts.ts";
import { callbackProcessConfig } from "./config.ts";
import { quickCallbacks } from "./world.ts";

/** Stays with every callback it is given. */
const stuck: CallbackHandler = {
  name: "stuck",
  wants: () => true,
  handle() {
    process.stdout.write("handling\n");
    return new Promise(() => undefined);
  },
};

/** Takes callbacks in over HTTP and begins to handle them, in a process that the test may kill. */
async function main(): Promise<void> {
  const config = callbackProcessConfig();
  const runtime = await openRuntime({
    service: "callback-process",
    logLevel: "silent",
    databaseUrl: config.SYSTEM_DATABASE_URL,
    natsUrl: config.NATS_URL,
    redisUrl: config.REDIS_URL,
    rootSecret: config.ROOT_SECRET,
  });
  const { log, metrics, queue, secrets, clock } = runtime;
  const { APP_DATABASE_URL: app, SYSTEM_DATABASE_URL: system } = config;
  const pools = openPools({ app, system, owner: system }, log, 6);
  const db = new Database(
    new PrismaClient({ adapter: new PrismaPg(pools.app) }),
    new PrismaClient({ adapter: new PrismaPg(pools.system) }),
    { log, metrics },
  );
  const { timings } = quickCallbacks({ turnMs: 500 });
  const callbacks = assembleCallbacks({
    ...(timings && { timings }),
    queueSuffix: config.QUEUE_SUFFIX,
    db,
    workQueue: queue,
    secrets,
    handlers: [stuck],
    metrics,
    clock,
    log,
  });
  if (config.HANDLES === "yes") await callbacks.start();

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
    process.stdout.write(`${typeof address === "object" ? (address?.port ?? "") : ""}\n`);
  });
}

await main();
