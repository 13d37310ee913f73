import "reflect-metadata";
import { assembleContacts } from "../contact/contact.parts.ts";
import { contactTimings } from "../contact/contact.timings.ts";
import { ProviderLimits } from "../message/limits/limits.service.ts";
import { ServerApis } from "../serverApi/serverApis.ts";
import { syncTask } from "./syncProcess.ts";
import { openTask, say } from "./task.ts";

/** Reads the contacts of a test's database, in a process that the test may kill. */
async function main(): Promise<void> {
  const { task, runtime, db } = await openTask("contact-sync", syncTask);
  const { log, redis, secrets, clock } = runtime;
  const contacts = assembleContacts({
    db,
    redis,
    secrets,
    clock,
    log,
    apis: new ServerApis({ trustedOrigins: [task.wecomUrl], redis, secrets, log, connectionsMax: 8 }),
    limits: new ProviderLimits(db),
    timings: { ...contactTimings, leaseMs: 2_000, lookEveryMs: 20 },
  });
  contacts.worker.start();
  say("reading");
}

await main();
