import { afterAll, beforeAll, expect, test } from "vitest";
import { v7 } from "uuid";
import { Bus } from "@wegraph/kit/bus";
import { changesResolver } from "@wegraph/kit/changes";
import { natsSubject } from "@wegraph/kit/events";
import { Health } from "@wegraph/kit/health";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { Metrics } from "@wegraph/kit/metrics";
import { PrincipalSeal } from "@wegraph/kit/principal";
import { RemoteSubgraph } from "@wegraph/kit/remoteSubgraph";
import { buildSubgraph } from "@wegraph/kit/schema";
import { serveSubgraph } from "@wegraph/kit/server";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { quiet, userWith } from "../testing/graph.ts";
import { followChanges } from "./changes.ts";

const natsUrl = process.env["NATS_URL"] ?? "nats://127.0.0.1:4222";
const seal = new PrincipalSeal("s".repeat(43));
let bus: Bus;

beforeAll(async () => {
  bus = await Bus.connect(natsUrl, "changes-test", quiet);
  await bus.feed.start();
});
afterAll(() => bus.close());

const subgraph = () => buildSubgraph({ name: "core", resolvers: [changesResolver("core", bus.feed)] });

async function happens(tenantId: string, subject: string, payload: object = {}): Promise<void> {
  const actor = { kind: "SYSTEM", id: "test", name: "test", address: null };
  const at = new Date().toISOString();
  const event = { id: v7(), subject, tenantId, at, correlationId: "c", actor, payload };
  await bus.js.publish(natsSubject(tenantId, subject), JSON.stringify(event), { msgID: event.id });
}

function following(link: SubgraphLink) {
  const told: string[] = [];
  const stop = followChanges(
    [link],
    quiet,
  )({
    changed: ({ tenantId, type }) => told.push(`${type} of ${tenantId}`),
    reliable: (isReliable) => told.push(isReliable ? "reliable" : "unreliable"),
  });
  return { told, stop };
}

test("in the process: what happens in the domain is told by tenant and type, other domains' things are not", async () => {
  const tenant = v7();
  const { told, stop } = following(new LocalSubgraph(subgraph(), quiet));
  await expect.poll(() => told).toEqual(["reliable"]);

  await happens(tenant, "wecom.account.status-changed.v1");
  await happens(tenant, "core.role.changed.v1", { roleId: "r" });
  await happens(tenant, "core.audit.recorded.v1", { action: "key.renamed", resourceType: "api-key" });

  await expect.poll(() => told.slice(1)).toEqual([`Role of ${tenant}`, `ApiKey of ${tenant}`]);
  stop();
});

test("between processes: a subgraph that is gone is told of, and so is its return", async () => {
  const tenant = v7();
  // Each of a process of its own: metrics are a process's.
  const parts = () => ({ seal, log: quiet, health: new Health(), metrics: new Metrics("test") });
  const first = await serveSubgraph({ subgraph: subgraph(), port: 0, ...parts() });
  const link = new RemoteSubgraph("core", `http://127.0.0.1:${first.port}/graphql`, seal);
  const { told, stop } = following(link);
  await expect.poll(() => told, { timeout: 5_000 }).toEqual(["reliable"]);
  await happens(tenant, "core.role.changed.v1");
  await expect.poll(() => told.at(-1), { timeout: 5_000 }).toBe(`Role of ${tenant}`);

  await first.close();
  await expect.poll(() => told.at(-1), { timeout: 10_000 }).toBe("unreliable");
  const second = await serveSubgraph({ subgraph: subgraph(), port: first.port, ...parts() });

  await expect.poll(() => told.at(-1), { timeout: 15_000 }).toBe("reliable");
  await happens(tenant, "core.user.rights-changed.v1");
  await expect.poll(() => told.at(-1), { timeout: 5_000 }).toBe(`User of ${tenant}`);
  stop();
  await link.close();
  await second.close();
});

test("nobody but the gateway may follow", async () => {
  const link = new LocalSubgraph(subgraph(), quiet);

  const answer = await link.subscribe({
    query: "subscription { _coreChanged }",
    principal: userWith("*:*"),
    correlationId: "c",
  });

  expect(answer).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN", reason: "GATEWAY_ONLY" } }] });
});
