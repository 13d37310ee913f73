import "reflect-metadata";
import { v7 } from "uuid";
import { RequestContext } from "@wegraph/kit/context";
import { inTenant } from "@wegraph/database/scope";
import { DomainCaller } from "@wegraph/kit/domainCaller";
import { QuotaMeter } from "@wegraph/kit/quotaMeter";
import { z } from "zod";
import { assembleMessages } from "../message/message.parts.ts";
import { domain } from "../wecom.database.ts";
import { acceptanceTask } from "./acceptance.ts";
import { openTask, say } from "./task.ts";

const takeAsked = z.object({ input: z.object({ key: z.string() }) });

/** Accepts a batch, in a process that the test kills between what core counts and what is committed. */
async function main(): Promise<void> {
  const { task, runtime, db } = await openTask("acceptance", acceptanceTask);
  const { log, metrics, redis, queue, secrets, clock } = runtime;
  const core = new DomainCaller(
    {
      name: "core",
      // Core has counted; its answer is on its way for as long as this process lives.
      execute({ variables }) {
        say(`taken ${takeAsked.parse(variables).input.key}`);
        return new Promise(() => undefined);
      },
      subscribe: () => Promise.reject(new Error("not asked for")),
      close: () => Promise.resolve(),
    },
    domain,
  );
  const messages = assembleMessages({
    onLimited: () => undefined,
    db,
    meter: new QuotaMeter(domain, core, db, log),
    redis,
    secrets,
    metrics,
    clock,
    log,
    workQueue: queue,
    trustedOrigins: [task.wecomUrl],
  });
  const context = new RequestContext(task.principal, v7(), log);
  const recipients = Array.from({ length: 5 }, (_, n) => ({
    recipient: { kind: "MEMBER" as const, id: `user${n}` },
  }));
  await inTenant(task.principal.tenantId, () =>
    messages.service.sendBatch(context, {
      name: "Batch",
      accountId: task.accountId,
      content: { type: "TEXT", text: "hello" },
      recipients,
      idempotencyKey: v7(),
    }),
  );
}

await main();
