import { openPools } from "@wegraph/database/open";
import { Database } from "@wegraph/kit/database";
import { createLogger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import { SecretBox } from "@wegraph/kit/secrets";
import { connect } from "../database.ts";
import { assemble } from "../parts.ts";
import { senderConfig } from "./config.ts";

/** Sends what is due in a test's database (webhooks, notices), in a process that the test may kill. */
const config = senderConfig();
const log = createLogger("webhook-sender", "silent");
const { APP_DATABASE_URL: app, SYSTEM_DATABASE_URL: system } = config;
const pools = openPools({ app, system, owner: system }, log, 6);
const db = new Database(connect(pools.app), connect(pools.system), { log, metrics: new Metrics("sender") });
const { webhooks, notifications } = assemble(
  db,
  {
    rootSecret: config.ROOT_SECRET,
    secrets: new SecretBox([config.ROOT_SECRET]),
    clock: () => new Date(Date.now() + config.CLOCK_OFFSET_MS),
    log,
    queue: { enqueue: () => Promise.reject(new Error("a sender asks for no work")) },
    bus: {
      get connection(): never {
        throw new Error("a sender hears nothing");
      },
    },
  },
  {
    files: { directory: "" },
    webhooks: { trustedOrigins: [config.RECEIVER_ORIGIN], sweepMs: 50 },
    channels: { trustedOrigins: [config.RECEIVER_ORIGIN], publicUrl: "https://console.example", sweepMs: 50 },
  },
);
// What repeats keeps no process alive, and here there is nothing else that does.
setInterval(() => undefined, 60_000);
webhooks.lanes.start();
notifications.start();
process.stdout.write("at work\n");
