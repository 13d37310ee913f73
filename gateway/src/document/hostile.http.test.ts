import { monitorEventLoopDelay } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { userWith } from "../testing/graph.ts";
import { hostileDocuments } from "../testing/hostileDocuments.ts";
import { bearer, runGateway } from "../testing/running.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";

type Running = Awaited<ReturnType<typeof runGateway>>;
let running: Running;

beforeAll(async () => {
  running = await runGateway([peopleSubgraph, shelfSubgraph]);
  running.tokens.set("ada", userWith());
  await ask("{ people { name } }"); // what the first request sets up is not what is measured
});
afterAll(() => running.gateway.stop());

function ask(query: string, variables = "null") {
  return running.post(
    "/graphql",
    `{"query":${JSON.stringify(query)},"variables":${variables}}`,
    bearer("ada"),
  );
}

const calls = () => running.links.flatMap((link) => link.calls).length;

test.each(hostileDocuments)(
  "sent over HTTP, %s is refused and leaves the gateway answering",
  async (_name, document, variables) => {
    const before = calls();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();

    const response = await ask(document("http"), variables);
    const answer = await response.text();
    delay.disable();

    expect(answer).toContain(`"INVALID_INPUT"`);
    expect(answer).not.toContain(`"data":{`);
    expect(answer.length).toBeLessThan(30_000);
    expect(calls()).toBe(before);
    // The client and its megabytes are in this process too; a document that runs away takes seconds.
    expect(delay.max / 1e6).toBeLessThan(500);
  },
);

test("rounds of all of them leave nothing behind in memory", async () => {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  const heapMb = () => {
    if (typeof collect === "function") collect();
    return process.memoryUsage().heapUsed / 1_048_576;
  };
  const round = async (salt: string) => {
    for (const [, document, variables] of hostileDocuments)
      await (await ask(document(salt), variables)).arrayBuffer();
  };
  await round("warm");
  const before = heapMb();

  for (let i = 0; i < 5; i += 1) await round(`r${i}`);

  // Refusals are remembered by text within the document cache's 32 MB; nothing else may stay.
  expect(heapMb() - before).toBeLessThan(40);
}, 60_000);
