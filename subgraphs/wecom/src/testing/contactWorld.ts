import { inTenant } from "@wegraph/database/scope";
import type { RequestContext } from "@wegraph/kit/context";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import type { TakenCallback } from "../callback/callback.handler.ts";
import type { WecomEvent } from "../callback/wecomEvent.ts";
import { contactTimings } from "../contact/contact.timings.ts";
import type { ContactTimings } from "../contact/contact.timings.ts";
import type { SyncKind } from "../contact/sync/sync.rules.ts";
import type { RunRow } from "../contact/sync/sync.step.ts";
import { AppVault } from "../message/routing/appVault.ts";
import { agentId, app, openWecomApi } from "./wecomApi.ts";
import type { TestWecom } from "./wecomApi.ts";
import { openWorld } from "./world.ts";
import type { World } from "./world.ts";

export const quickContacts: ContactTimings = {
  ...contactTimings,
  leaseMs: 5_000,
  lookEveryMs: 20,
  waitMaxMs: 30,
};

export interface ContactWorld {
  world: World;
  wecom: TestWecom;
  caller: RequestContext;
  tenantId: string;
  corpId: string;
  accountId: string;
  /** Reads everything, and gives the run as it ended. */
  sync(kind?: SyncKind): Promise<RunRow>;
  run(id: string): Promise<RunRow>;
  /** A callback as the queue would hand it over, to whichever handler wants it. */
  hear(event: Omit<WecomEvent, "to" | "from" | "at" | "agentId">, sentAt?: Date): Promise<string>;
  close(): Promise<void>;
}

/** A corporation at the simulator with an account online, and everything that reads its contacts. */
export async function openContactWorld(
  simulator: { readonly url: string; close(): Promise<void> },
  sizes: object,
): Promise<ContactWorld> {
  const wecom = await openWecomApi(simulator, {
    seed: "contacts",
    sizes,
  });
  const world = await openWorld({ trustedProviders: [wecom.url], contacts: quickContacts });
  const caller = world.caller(v7());
  const { tenantId } = caller.principal;
  const corp = await world.as(caller, (context) =>
    world.parts.corps.create(context, {
      name: "Corp",
      corpId: app.corpId,
      providerUrl: wecom.url,
      secret: "a-provider-secret",
    }),
  );
  const corpId = corp.id;
  const [accountId = ""] = await world.accounts(tenantId, corpId, 1, "ONLINE");
  await inTenant(tenantId, async () => {
    await world.db.tenant.accountApp.create({
      data: {
        accountId,
        tenantId,
        agentId,
        secretSealed: new AppVault(world.runtime.secrets).seal(accountId, app.secret),
        apiUrl: wecom.url,
        memberLimit: 100,
        updatedAt: new Date(),
      },
    });
  });
  world.parts.contacts.worker.start();
  const run = (id: string) =>
    inTenant(tenantId, async () => await world.db.tenant.contactSyncRun.findUniqueOrThrow({ where: { id } }));
  return {
    world,
    wecom,
    caller,
    tenantId,
    corpId,
    accountId,
    run,
    async sync(kind = "FULL") {
      const id = await world.as(caller, (context) =>
        world.parts.contacts.syncs.start(context, { corpId, kind }),
      );
      await until("sync over", async () => (await run(id)).finishedAt !== null, 60_000);
      return run(id);
    },
    async hear(body, sentAt = new Date()) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test names a body of one kind
      const event = { to: undefined, from: "sys", at: sentAt, agentId: undefined, ...body } as WecomEvent;
      const callback: TakenCallback = {
        logId: v7(),
        tenantId,
        corpId,
        accountId,
        wecomCorpId: app.corpId,
        agentId,
        event,
        sentAt: new Date(Math.floor(sentAt.getTime() / 1_000) * 1_000),
        receivedAt: new Date(),
      };
      const handler = world.parts.contacts.callbackHandlers.find((each) => each.wants(event));
      return handler ? handler.handle(callback) : "unwanted";
    },
    async close() {
      await world.parts.contacts.worker.stop();
      await world.close();
      await wecom.close();
    },
  };
}
