import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { v7 } from "uuid";
import { inTenant } from "@wegraph/database/scope";
import { openTestDatabase } from "@wegraph/database/test";
import { schemaDir } from "@wegraph/db-core/location";
import { Bus } from "@wegraph/kit/bus";
import { RequestContext } from "@wegraph/kit/context";
import { Database } from "@wegraph/kit/database";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { createLogger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import { WorkQueue } from "@wegraph/kit/queue";
import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { SecretBox } from "@wegraph/kit/secrets";
import { testServers } from "@wegraph/kit/testing/servers.config";
import type { ChannelSettings } from "../channel/channel.parts.ts";
import { connect } from "../database.ts";
import { assemble } from "../parts.ts";
import { builtInRoles } from "../role/builtInRoles.ts";
import type { BuiltInRoleKey } from "../role/builtInRoles.ts";
import { coreSchema } from "../schema.ts";
import type { TenantRow } from "../tenant/tenantRow.ts";
import type { UserRow } from "../user/userRow.ts";
import type { WebhookSettings } from "../webhook/webhook.parts.ts";

export const goodPassword = "correct horse battery staple";
const rootSecret = "the root secret of tests, long enough";

export interface TestCoreOptions {
  webhooks?: WebhookSettings;
  channels?: ChannelSettings;
  /** A server of the test's own, to do harm to. */
  natsUrl?: string;
}

export type TestCore = Awaited<ReturnType<typeof openTestCore>>;

/** The domain over a database of the test file's own, with a clock the test sets and builders for what it needs. */
export async function openTestCore(options: TestCoreOptions = {}) {
  const directory = await mkdtemp(join(tmpdir(), "wegraph-files-"));
  const opened = await openTestDatabase({ database: "saas_unified_core", schemaDir });
  const log = createLogger("core-test", "error");
  const tenantClient = connect(opened.app);
  const systemClient = connect(opened.system);
  const db = new Database(tenantClient, systemClient, { log, metrics: new Metrics("core-test") });

  let offsetMs = 0;
  const clock = () => new Date(Date.now() + offsetMs);
  const bus = await Bus.connect(options.natsUrl ?? testServers().natsUrl, "core-test", log);
  const queue = new WorkQueue(bus, log);
  const runtime = { rootSecret, secrets: new SecretBox([rootSecret]), clock, log, queue, bus };
  const parts = assemble(db, runtime, {
    files: { directory },
    webhooks: options.webhooks ?? { trustedOrigins: [] },
    channels: options.channels ?? { trustedOrigins: [], publicUrl: "https://console.example" },
  });
  await parts.catalogue.start();
  const subgraph = coreSchema(parts, bus.feed);
  const link = new LocalSubgraph(subgraph, log);
  let count = 0;

  const from = (address: string, userAgent = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36") =>
    new RequestContext({ ...anonymous, address, userAgent }, v7(), log);

  /** Runs as that principal does behind the gateway: limited to its tenant. */
  const as = <T>(principal: Principal, work: (context: RequestContext) => Promise<T>): Promise<T> =>
    inTenant(principal.tenantId, async () => await work(new RequestContext(principal, v7(), log)));

  const given = {
    async tenant(name = `tenant-${(count += 1)}`): Promise<{ tenant: TenantRow; admin: Person }> {
      const admin = {
        email: `admin@${name}.example`,
        displayName: `Admin of ${name}`,
        password: goodPassword,
      };
      const tenant = await parts.setup.tenant({ name, slug: name, plan: "STANDARD", admin });
      return { tenant, admin: await given.person(admin.email, tenant.id) };
    },

    async platform(): Promise<{ tenant: TenantRow; admin: Person }> {
      const admin = { email: "root@platform.example", displayName: "Root", password: goodPassword };
      const tenant = await parts.setup.platform({ name: "Platform", admin });
      return { tenant, admin: await given.person(admin.email, tenant.id) };
    },

    async user(tenantId: string, roles: BuiltInRoleKey[] = ["operator"], email?: string): Promise<Person> {
      count += 1;
      const address = email ?? `user-${count}@people.example`;
      await parts.setup.user({
        tenantId,
        email: address,
        displayName: `User ${count}`,
        password: goodPassword,
        roles,
      });
      return given.person(address, tenantId);
    },

    /** Signed in, and recognised by the token. */
    async person(email: string, tenantId: string, address = "198.51.100.1"): Promise<Person> {
      const signedIn = await parts.signIn.signIn(from(address), { email, password: goodPassword, tenantId });
      const principal = await parts.principals.identify({
        kind: "ACCESS_TOKEN",
        token: signedIn.accessToken,
        address,
      });
      if (!principal) throw new Error(`${email} is not recognised`);
      return { email, user: signedIn.user, principal, ...tokensOf(signedIn) };
    },
  };

  return {
    db,
    opened,
    bus,
    queue,
    rootSecret,
    log,
    parts,
    subgraph,
    clock,
    from,
    as,
    given,
    role: (key: BuiltInRoleKey) => builtInRoles[key].id,
    /** Lets time pass. */
    wait(ms: number) {
      offsetMs += ms;
    },
    recognise: (token: string, address = "198.51.100.1") =>
      parts.principals.identify({ kind: "ACCESS_TOKEN", token, address }),
    execute: (query: string, variables: Record<string, unknown> = {}, principal: Principal = anonymous) =>
      link.execute({ query, variables, principal, correlationId: v7() }),
    /** The events written to the outbox, oldest first. */
    async events(subject?: string): Promise<{ subject: string; tenant_id: string; payload: EventPayload }[]> {
      const { rows } = await opened.system.query(
        "SELECT subject, tenant_id, payload FROM wegraph_outbox WHERE $1::text IS NULL OR subject LIKE '%' || $1 ORDER BY seq",
        [subject ?? null],
      );
      return rows;
    },
    subscribe: (query: string, principal: Principal = anonymous) =>
      link.subscribe({ query, principal, correlationId: v7() }),
    async close() {
      await queue.stop();
      await parts.files.close();
      await rm(directory, { recursive: true, force: true });
      await bus.close();
      await Promise.all([tenantClient.$disconnect(), systemClient.$disconnect()]);
      await opened.close();
    },
  };
}

export interface Person {
  email: string;
  user: UserRow;
  principal: Principal;
  accessToken: string;
  refreshToken: string;
}

interface EventPayload {
  id: string;
  actor: { kind: string; id: string };
  payload: Record<string, unknown>;
}

function tokensOf({ accessToken, refreshToken }: { accessToken: string; refreshToken: string }) {
  return { accessToken, refreshToken };
}
