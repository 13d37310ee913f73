import { afterEach, describe, expect, test } from "vitest";
import { AppError } from "@wegraph/kit/errors";
import { Health } from "@wegraph/kit/health";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { Metrics } from "@wegraph/kit/metrics";
import { PrincipalSeal } from "@wegraph/kit/principal";
import { RemoteSubgraph } from "@wegraph/kit/remoteSubgraph";
import { serveSubgraph } from "@wegraph/kit/server";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import type { RequestContext } from "@wegraph/kit/context";
import { Broadcast } from "../testing/broadcast.ts";
import { quiet, subgraphOf } from "../testing/graph.ts";
import { eventually } from "../testing/running.ts";
import type { IdentityChange } from "../stream/liveIdentity.ts";
import { followCore } from "./followCore.ts";

const everyone = {};
const seal = new PrincipalSeal("s".repeat(43));
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** What core does: everyone first, then each change; for the gateway alone. */
function identities() {
  const changes = new Broadcast<IdentityChange>();
  const subscribe = (_source: unknown, _args: unknown, { principal }: RequestContext) => {
    if (principal.id !== "gateway") throw new AppError("FORBIDDEN", "GATEWAY_ONLY", "Only the gateway.");
    const reader = changes.read();
    changes.send(everyone);
    return reader;
  };
  const resolve = (change: IdentityChange) => change;
  const subgraph = subgraphOf({
    name: "core",
    sdl: "scalar JSON  type Query { ok: Boolean }  type Subscription { _identityChanged: JSON! }",
    resolvers: { Subscription: { _identityChanged: { subscribe, resolve } } },
  });
  return { changes, subgraph };
}

function listen(link: SubgraphLink) {
  const told: IdentityChange[] = [];
  const stop = followCore(link, quiet)((change) => void told.push(change));
  closing.push(stop);
  return { told, stop };
}

const compositions = {
  async "in one process"() {
    const { changes, subgraph } = identities();
    return { changes, link: new LocalSubgraph(subgraph, quiet), restart: async () => changes.breakOff() };
  },
  async "between processes"() {
    const { changes, subgraph } = identities();
    const serve = (port: number) =>
      serveSubgraph({ subgraph, port, seal, log: quiet, health: new Health(), metrics: new Metrics("test") });
    let server = await serve(0);
    const link = new RemoteSubgraph("core", `http://127.0.0.1:${server.port}/graphql`, seal);
    closing.push(
      () => server.close(),
      () => link.close(),
    );
    const restart = async () => {
      await server.close();
      server = await serve(server.port);
    };
    return { changes, link, restart };
  },
};

describe.each(Object.entries(compositions))("identity changes, %s", (_, open) => {
  test("arrive as they are announced, everyone's first", async () => {
    const { changes, link } = await open();
    const { told } = listen(link);
    await eventually(() => told.length === 1);

    changes.send({ principalId: "ada" });
    changes.send({ tenantId: "t" });

    await eventually(() => told.length === 3);
    expect(told).toEqual([everyone, { principalId: "ada" }, { tenantId: "t" }]);
  });

  test("are everyone's again once a line that broke is back, and go on", async () => {
    const { changes, link, restart } = await open();
    const { told } = listen(link);
    await eventually(() => told.length === 1);

    await restart();
    await eventually(() => told.length === 2);
    changes.send({ principalId: "ben" });

    await eventually(() => told.length === 3);
    expect(told).toEqual([everyone, everyone, { principalId: "ben" }]);
    expect(changes.size).toBe(1);
  });

  test("are followed no longer once nobody listens", async () => {
    const { changes, link } = await open();
    const { told, stop } = listen(link);
    await eventually(() => changes.size === 1);

    stop();

    await eventually(() => changes.size === 0);
    changes.send({ principalId: "cid" });
    expect(told.filter(({ principalId }) => principalId !== undefined)).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(changes.opened).toBe(1);
  });
});
