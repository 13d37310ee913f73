import { PrismaPg } from "@prisma/adapter-pg";
import { inTenant } from "@wegraph/database/scope";
import type { OpenedDatabase } from "@wegraph/database/open";
import { openTestDatabase } from "@wegraph/database/test";
import { PrismaClient } from "@wegraph/db-wecom/client";
import { schemaDir } from "@wegraph/db-wecom/location";
import { RequestContext } from "@wegraph/kit/context";
import { Database } from "@wegraph/kit/database";
import { createLogger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import { anonymous } from "@wegraph/kit/principal";
import type { DataScope, Principal } from "@wegraph/kit/principal";
import { openRuntime } from "@wegraph/kit/runtime";
import type { Runtime } from "@wegraph/kit/runtime";
import { testServers } from "@wegraph/kit/testing/servers.config";
import { v7 } from "uuid";
import type { AccountStatus } from "../account/account.machine.ts";
import { DueListener } from "../driver/dueListener.ts";
import type { DriverWorker } from "../driver/worker.ts";
import { assemble } from "../parts.ts";
import type { WecomOptions, WecomParts } from "../parts.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { quickCallbacks, quickMessages, quickTimings } from "./quick.ts";
import { openWebhookDoor } from "./webhookDoor.ts";

export const worldSecret = "a secret that only tests ever see here";

/** A domain of its own: private database, the shared servers, and parts as production assembles them. */
export class World {
  readonly parts: WecomParts;

  constructor(
    readonly db: WecomDatabase,
    readonly runtime: Runtime,
    readonly pools: Awaited<ReturnType<typeof openTestDatabase>>,
    private readonly options: WecomOptions,
    private readonly ends: (() => Promise<unknown>)[],
  ) {
    this.parts = this.assembled();
  }

  /** Where WeCom's servers reach this world. */
  get publicUrl(): string {
    return this.options.publicUrl;
  }

  /** Another set of parts over the same database: a second process, as far as the database can tell. */
  assembled(extra: Partial<WecomOptions> = {}): WecomParts {
    const metrics = new Metrics("test");
    return assemble(this.db, { ...this.runtime, metrics }, { ...this.options, ...extra });
  }

  /** Sets a worker going, as a process would. */
  async drive(worker: DriverWorker = this.parts.worker): Promise<{ stop(): Promise<void> }> {
    const listener = new DueListener(this.pools.system, () => worker.wake(), this.runtime.log);
    worker.start();
    await listener.start();
    return {
      async stop() {
        listener.stop();
        await worker.stop();
      },
    };
  }

  /** A caller with all rights to accounts, unless told otherwise. */
  caller(
    tenantId: string,
    given: Partial<Principal> & { scope?: DataScope; permissions?: string[] } = {},
  ): RequestContext {
    const {
      scope = "TENANT",
      permissions = [
        "account:*",
        "corp:*",
        "message:*",
        "contact:*",
        "message-template:*",
        "callback:*",
        "alert:*",
        "alert-rule:*",
      ],
      ...rest
    } = given;
    const grants = permissions.map((permission) => ({ permission, scope }));
    const principal: Principal = {
      ...anonymous,
      kind: "USER",
      id: v7(),
      name: "Test",
      tenantId,
      grants,
      ...rest,
    };
    return new RequestContext(principal, v7(), this.runtime.log);
  }

  as<T>(context: RequestContext, work: (context: RequestContext) => Promise<T>): Promise<T> {
    return inTenant(context.principal.tenantId, async () => await work(context));
  }

  async corp(context: RequestContext, providerUrl: string, secret: string): Promise<string> {
    const corpId = `ww${v7().replaceAll("-", "").slice(-16)}`;
    const corp = await this.as(context, () =>
      this.parts.corps.create(context, { name: "Corp", corpId, providerUrl, secret }),
    );
    return corp.id;
  }

  async account(
    context: RequestContext,
    corpId: string,
    given: { name?: string; group?: string; tags?: string[] } = {},
  ): Promise<string> {
    const input = { name: "Account", connector: "INSTANCE" as const, autoRecover: true, corpId, ...given };
    return this.as(context, () => this.parts.accounts.create(context, input));
  }

  /** Many accounts at once, in whatever state, as rows: what a test begins from, not what it tests. */
  async accounts(
    tenantId: string,
    corpId: string,
    count: number,
    status: AccountStatus,
    drive: object = {},
  ): Promise<string[]> {
    const now = new Date();
    const ids = Array.from({ length: count }, () => v7());
    const health = { healthScore: 100, healthParts: [], healthComputedAt: now };
    await inTenant(tenantId, async () => {
      const accounts = ids.map((id, i) => ({
        id,
        tenantId,
        corpId,
        status,
        statusSince: now,
        createdAt: now,
        name: `Account ${i}`,
        searchText: `account ${i}`,
        ...health,
      }));
      await this.db.tenant.account.createMany({ data: accounts });
      const drives = ids.map((accountId) => ({ accountId, tenantId, instanceName: "Account", ...drive }));
      await this.db.tenant.accountDrive.createMany({ data: drives });
    });
    return ids;
  }

  async statusOf(tenantId: string, id: string): Promise<string | null> {
    const row = await inTenant(
      tenantId,
      async () => await this.db.tenant.account.findUnique({ where: { id } }),
    );
    return row?.status ?? null;
  }

  async close(): Promise<void> {
    for (const end of this.ends.toReversed()) await end();
  }
}

interface Given extends Partial<WecomOptions> {
  clock?: () => Date;
  /** Servers of the test's own, which it may stop. */
  natsUrl?: string;
  database?: OpenedDatabase;
}

export async function openWorld(given: Given = {}): Promise<World> {
  const { clock, natsUrl, database, ...options } = given;
  const servers = testServers();
  const opened = database ?? (await openTestDatabase({ database: "wework_platform", schemaDir }));
  const tenant = new PrismaClient({ adapter: new PrismaPg(opened.app) });
  const system = new PrismaClient({ adapter: new PrismaPg(opened.system) });
  const runtime = await openRuntime({
    service: "wecom-test",
    logLevel: servers.logLevel,
    databaseUrl: servers.databaseUrl,
    natsUrl: natsUrl ?? servers.natsUrl,
    redisUrl: servers.redisUrl,
    rootSecret: worldSecret,
  });
  const ends = [
    () => opened.close(),
    () => system.$disconnect(),
    () => tenant.$disconnect(),
    () => runtime.close(),
  ];

  let world: World | undefined;
  const door = await openWebhookDoor(() => world?.parts);
  const { publicUrl } = door;
  ends.push(() => door.close());

  const log = createLogger("wecom-test", servers.logLevel);
  const db = new Database(tenant, system, { log, metrics: runtime.metrics });
  const timings = options.timings ?? quickTimings;
  world = new World(
    db,
    { ...runtime, ...(clock && { clock }) },
    opened,
    {
      publicUrl,
      trustedProviders: [],
      messages: quickMessages(),
      callbacks: quickCallbacks(),
      ...options,
      timings,
    },
    ends,
  );
  const { provider, progress, messages } = world.parts;
  ends.push(
    async () => progress.stop(),
    () => provider.close(),
    () => messages.apis.close(),
  );
  return world;
}
