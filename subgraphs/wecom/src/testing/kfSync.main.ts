import "reflect-metadata";
import { once } from "node:events";
import { PrismaPg } from "@prisma/adapter-pg";
import { openPools } from "@wegraph/database/open";
import { PrismaClient } from "@wegraph/db-wecom/client";
import { Database } from "@wegraph/kit/database";
import { createLogger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import { SecretBox } from "@wegraph/kit/secrets";
import { Redis } from "ioredis";
import { z } from "zod";
import { KfSync } from "../conversation/kf/kf.sync.ts";
import { AppVault } from "../message/routing/appVault.ts";
import { SendingAccounts } from "../message/routing/senders.ts";
import { ServerApis } from "../serverApi/serverApis.ts";
import { syncProcessConfig } from "./config.ts";

const newsShape = z.object({
  tenantId: z.string(),
  corpId: z.string(),
  accountId: z.string(),
  openKfId: z.string(),
  token: z.string(),
});

/** Fetches what customers wrote, in a process that the test may kill: what it is told to, one desk after another. */
async function main(): Promise<void> {
  const config = syncProcessConfig();
  const log = createLogger("kf-sync", "silent");
  const { APP_DATABASE_URL: app, SYSTEM_DATABASE_URL: system } = config;
  const pools = openPools({ app, system, owner: system }, log, 4);
  const db = new Database(
    new PrismaClient({ adapter: new PrismaPg(pools.app) }),
    new PrismaClient({ adapter: new PrismaPg(pools.system) }),
    { log, metrics: new Metrics("kf-sync") },
  );
  const secrets = new SecretBox([config.ROOT_SECRET]);
  const sync = new KfSync({
    db,
    accounts: new SendingAccounts(db, new AppVault(secrets)),
    apis: new ServerApis({
      trustedOrigins: [config.WECOM_URL],
      redis: new Redis(config.REDIS_URL),
      secrets,
      log,
    }),
    clock: () => new Date(),
    log,
    pageSize: 40,
  });
  process.stdout.write("ready\n");
  const [line] = await once(process.stdin, "data");
  const news = newsShape.parse(JSON.parse(String(line)));
  await sync.run({ ...news, announcedAt: new Date(0) });
  process.stdout.write("done\n");
}

await main();
