import { PrismaPg } from "@prisma/adapter-pg";
import type { OpenedDatabase } from "@wegraph/database/open";
import { inTenant } from "@wegraph/database/scope";
import { openTestDatabase } from "@wegraph/database/test";
import { PrismaClient } from "@wegraph/db-health/client";
import { schemaDir } from "@wegraph/db-health/location";
import { RequestContext } from "@wegraph/kit/context";
import { Database } from "@wegraph/kit/database";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { anonymous } from "@wegraph/kit/principal";
import type { DataScope, Principal } from "@wegraph/kit/principal";
import { Metrics } from "@wegraph/kit/metrics";
import { OutboxRelay } from "@wegraph/kit/relay";
import { openRuntime } from "@wegraph/kit/runtime";
import type { Runtime } from "@wegraph/kit/runtime";
import { testServers } from "@wegraph/kit/testing/servers.config";
import { v7 } from "uuid";
import type { HealthDatabase } from "../health.database.ts";
import { assemble } from "../parts.ts";
import type { HealthOptions, HealthParts } from "../parts.ts";
import { healthSchema } from "../schema.ts";

const allRights = [
  "patient:*",
  "vital-sign:*",
  "health-device:*",
  "health-alert:*",
  "health-rule:*",
  "checkup-report:*",
  "health-analysis:*",
];

export const worldSecret = "a secret that only tests ever see here";

/** A domain of its own: private database, the shared servers, and parts as production assembles them. */
export class World {
  readonly parts: HealthParts;
  readonly graph: LocalSubgraph;

  constructor(
    readonly db: HealthDatabase,
    readonly runtime: Runtime,
    readonly pools: OpenedDatabase,
    private readonly options: HealthOptions,
    private readonly ends: (() => Promise<unknown>)[],
  ) {
    this.parts = assemble(db, runtime, options);
    this.graph = new LocalSubgraph(healthSchema(this.parts, runtime.bus.feed), runtime.log);
  }

  /** A caller with all rights to health, unless told otherwise. */
  caller(
    tenantId: string,
    given: Partial<Principal> & { scope?: DataScope; permissions?: readonly string[] } = {},
  ): RequestContext {
    const { scope = "TENANT", permissions = allRights, ...rest } = given;
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

  /** Another set of parts over the same database: a second process, as far as the database can tell. */
  assembled(extra: Partial<HealthOptions> = {}): HealthParts {
    const { runtime } = this;
    return assemble(
      this.db,
      { ...runtime, metrics: new Metrics("health-test") },
      { ...this.options, ...extra },
    );
  }

  /** Publishes what is announced, until the world is closed. */
  startRelay(): OutboxRelay {
    const relay = new OutboxRelay(this.pools.system, this.runtime.bus, this.runtime.log);
    relay.start();
    this.ends.push(() => relay.stop());
    return relay;
  }

  async close(): Promise<void> {
    for (const end of this.ends.toReversed()) await end();
  }
}

interface Given extends Partial<HealthOptions> {
  clock?: () => Date;
  /** Servers of the test's own, which it may stop. */
  natsUrl?: string;
  database?: OpenedDatabase;
}

export async function openWorld({ clock, natsUrl, database, ...options }: Given = {}): Promise<World> {
  const servers = testServers();
  const opened = database ?? (await openTestDatabase({ database: "health_management", schemaDir }));
  const tenant = new PrismaClient({ adapter: new PrismaPg(opened.app) });
  const system = new PrismaClient({ adapter: new PrismaPg(opened.system) });
  const runtime = await openRuntime({
    service: "health-test",
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
  const db = new Database(tenant, system, { log: runtime.log, metrics: runtime.metrics });
  return new World(db, { ...runtime, ...(clock && { clock }) }, opened, options, ends);
}
