import "reflect-metadata";
import { once } from "node:events";
import { z } from "zod";
import { KfSync } from "../conversation/kf/kf.sync.ts";
import { AppVault } from "../message/routing/appVault.ts";
import { SendingAccounts } from "../message/routing/senders.ts";
import { ServerApis } from "../serverApi/serverApis.ts";
import { syncTask } from "./syncProcess.ts";
import { openTask, say } from "./task.ts";

const newsShape = z.object({
  tenantId: z.string(),
  corpId: z.string(),
  accountId: z.string(),
  openKfId: z.string(),
  token: z.string(),
});

/** Fetches what customers wrote, in a process that the test may kill: what it is told to, one desk after another. */
async function main(): Promise<void> {
  const { task, runtime, db } = await openTask("kf-sync", syncTask);
  const { log, redis, secrets, clock } = runtime;
  const sync = new KfSync({
    db,
    accounts: new SendingAccounts(db, new AppVault(secrets)),
    apis: new ServerApis({
      trustedOrigins: [task.wecomUrl],
      redis,
      secrets,
      log,
    }),
    clock,
    log,
    pageSize: 40,
  });
  say("ready");
  const [line] = await once(process.stdin, "data");
  const news = newsShape.parse(JSON.parse(String(line)));
  await sync.run({ ...news, announcedAt: new Date(0) });
  say("done");
}

await main();
