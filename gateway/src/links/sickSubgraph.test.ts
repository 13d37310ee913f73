import { afterEach, expect, test } from "vitest";
import { Health } from "@wegraph/kit/health";
import { Metrics } from "@wegraph/kit/metrics";
import { PrincipalSeal } from "@wegraph/kit/principal";
import { RemoteSubgraph } from "@wegraph/kit/remoteSubgraph";
import { serveSubgraph } from "@wegraph/kit/server";
import type { GatewayConfig } from "../settings.ts";
import { faultyProxy } from "../testing/faultyProxy.ts";
import type { Fault } from "../testing/faultyProxy.ts";
import { quiet, subgraphOf } from "../testing/graph.ts";
import { runGateway } from "../testing/running.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";

const seal = new PrincipalSeal("s".repeat(43));
const parts = () => ({ seal, log: quiet, health: new Health(), metrics: new Metrics("test") });
const both = `{ people { name } best { title } }`;
const healthy = { people: [{ name: "Ada" }, { name: "Ben" }], best: { title: "Analysis" } };
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** `people` and `shelf` at ports of their own; between the gateway and `shelf` a line that can be made to fail. */
async function shop(links: GatewayConfig["links"] = {}) {
  const people = await serveSubgraph({ subgraph: subgraphOf(peopleSubgraph), port: 0, ...parts() });
  const shelf = await serveSubgraph({ subgraph: subgraphOf(shelfSubgraph), port: 0, ...parts() });
  const line = await faultyProxy(shelf.port);
  const remote = [
    new RemoteSubgraph("people", `http://127.0.0.1:${people.port}/graphql`, seal),
    new RemoteSubgraph("shelf", line.url, seal),
  ];
  const running = await runGateway([peopleSubgraph, shelfSubgraph], {
    links: remote,
    config: { links: { timeoutMs: 250, failuresMin: 3, probeEveryMs: 150, ...links } },
  });
  closing.push(
    () => people.close(),
    () => shelf.close(),
    () => line.close(),
    ...remote.map((link) => () => link.close()),
    () => running.gateway.stop(),
  );
  const ask = async (query = both) => (await running.graphql({ query })).body;
  const report = async (): Promise<unknown> => (await fetch(`${running.url}/readyz`)).json();
  const metrics = async () => (await fetch(`${running.url}/metrics`)).text();
  return { ask, line, report, metrics };
}

const shelfMissing = (reason: string, code = "UNAVAILABLE") => ({
  data: { people: healthy.people, best: null },
  errors: [{ path: ["best"], extensions: { code, reason } }],
});

test.each<[Fault, reason: string, code?: string]>([
  ["HANG", "SUBGRAPH_TIMED_OUT", "TIMEOUT"],
  ["RESET", "SUBGRAPH_UNREACHABLE"],
  ["CUT_SHORT", "SUBGRAPH_UNREACHABLE"],
  ["GARBAGE", "SUBGRAPH_UNREACHABLE"],
  ["ERROR_PAGE", "SUBGRAPH_ANSWER_UNREADABLE"],
  ["EMPTY_OBJECT", "SUBGRAPH_ANSWER_UNREADABLE"],
])(
  "a subgraph that answers with %s costs its own fields, then nothing; and it comes back",
  async (fault, reason, code) => {
    const { ask, line, report, metrics } = await shop({ timeoutMs: fault === "HANG" ? 800 : 10_000 });
    await expect.poll(() => ask(), { timeout: 10_000 }).toMatchObject({ data: healthy });

    line.fault = fault;
    for (let i = 0; i < 3; i += 1) expect(await ask()).toMatchObject(shelfMissing(reason, code));
    const seen = line.seen.length;
    const refused = await ask();

    expect(refused).toMatchObject(shelfMissing("CIRCUIT_OPEN"));
    expect(refused.errors?.[0]?.extensions["retryAfterMs"]).toBeGreaterThan(0);
    expect(line.seen).toHaveLength(seen);
    expect(await report()).toMatchObject({
      ok: true,
      parts: expect.arrayContaining([
        expect.objectContaining({ name: "subgraph people", ok: true, critical: false }),
        expect.objectContaining({ name: "subgraph shelf", ok: false, critical: false }),
      ]) as unknown,
    });
    expect(await metrics()).toMatch(/wegraph_gateway_subgraph_circuit\{subgraph="shelf",[^}]*\} 2/);

    line.fault = "NONE";
    await expect.poll(() => ask(), { timeout: 5_000, interval: 30 }).toMatchObject({ data: healthy });
    expect(await report()).toMatchObject({
      parts: expect.not.arrayContaining([expect.objectContaining({ ok: false })]) as unknown,
    });
  },
);

test("a query whose answer was lost once is asked again, and nobody notices", async () => {
  const { ask, line, metrics } = await shop({ timeoutMs: 5_000 });
  line.faultsLeft = 1;
  line.fault = "RESET";

  expect(await ask()).toMatchObject({ data: healthy });
  expect(line.seen).toEqual(["RESET", "NONE"]);
  expect(await metrics()).toMatch(/gateway_subgraph_retries_total\{subgraph="shelf",[^}]*\} 1/);
});

test("a hanging subgraph is not asked twice: the time is spent", async () => {
  const { ask, line } = await shop();
  line.fault = "HANG";

  await ask();

  expect(line.seen).toEqual(["HANG"]);
});

test("calls beyond the bound are refused at once, while those under way go on", async () => {
  const { ask, line } = await shop({ concurrentMax: 2, failuresMin: 100, timeoutMs: 1_000 });
  line.fault = "HANG";
  const asking = (field: string) => ask(`{ people { name } best { title ${field} } }`); // alike, they would be one
  const waiting = [asking("id"), asking("pages")];
  await expect.poll(() => line.seen.length).toBe(2);

  expect(await asking("blurb")).toMatchObject(shelfMissing("SUBGRAPH_BUSY"));
  for (const answer of await Promise.all(waiting))
    expect(answer).toMatchObject(shelfMissing("SUBGRAPH_TIMED_OUT", "TIMEOUT"));
  line.fault = "NONE";
  expect(await ask()).toMatchObject({ data: healthy });
});
