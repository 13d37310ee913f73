import "reflect-metadata";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { openPools } from "@wegraph/database/open";
import { PrismaClient } from "@wegraph/db-health/client";
import { Database } from "@wegraph/kit/database";
import { openRuntime } from "@wegraph/kit/runtime";
import { taskConfig } from "@wegraph/kit/testing/task.config";
import { assemble } from "../parts.ts";
import { intakeGroups, intakeTask, lowSpo2 } from "./intakeProcess.ts";

/** Takes readings of patients in, in a process that the test may kill. */
async function main(): Promise<void> {
  const { APP_DATABASE_URL: app, SYSTEM_DATABASE_URL: system, ROOT_SECRET, ...config } = taskConfig();
  const runtime = await openRuntime({
    service: "intake-process",
    logLevel: "silent",
    databaseUrl: system,
    natsUrl: config.NATS_URL,
    redisUrl: config.REDIS_URL,
    rootSecret: ROOT_SECRET,
  });
  const { log, metrics } = runtime;
  const pools = openPools({ app, system, owner: system }, log, 6);
  const clients = [pools.app, pools.system].map((pool) => new PrismaClient({ adapter: new PrismaPg(pool) }));
  const [tenant, all] = clients;
  if (!tenant || !all) throw new Error("no clients");
  const { intake } = assemble(new Database(tenant, all, { log, metrics }), runtime, {}).vitals;
  const { tenantId } = intakeTask.parse(JSON.parse(config.TASK));
  process.stdout.write("ready\n");
  const [told] = await once(createInterface({ input: process.stdin }), "line");
  const groups = intakeGroups.parse(JSON.parse(String(told)));
  for (const patientIds of groups) {
    await intake.take(tenantId, patientIds.map(lowSpo2));
    process.stdout.write(`stored ${patientIds.join(" ")}\n`);
  }
  process.stdout.write("done\n");
}

await main();
