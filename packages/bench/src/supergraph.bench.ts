// A query over three subgraphs, one fetch after the other, with other variables in each request: our gateway beside
// Apollo's and Hive's, in front of the same subgraph processes. Ours authenticates, limits and counts; the others do
// not. Answers are compared before anything is timed, and every gateway has its turn in every round.
//   npm run bench -- supergraph [--rounds 3] [--seconds 3] [--connections 16,50] [--only Wegraph,Apollo]
import { rmSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ChildProcess, canPin } from "./supergraph/childProcess.ts";
import { apollo, hives, ours, oursInProcess } from "./supergraph/contenders.ts";
import type { Contender, Running } from "./supergraph/contenders.ts";
import { measure, warmUp } from "./supergraph/measure.ts";
import { answerOf } from "./supergraph/answerOf.ts";
import { report } from "./supergraph/report.ts";
import { supergraphOf } from "./supergraph/shopGraph.ts";

const gatewayCpu = 0;
const othersCpu = 1;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "3" },
    connections: { type: "string", default: "16,50" },
    only: { type: "string", default: "" },
  },
});
const wanted = values.only.split(",").filter((name) => name !== "");
const contenders = [ours, oursInProcess, apollo, ...hives].filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);

const directory = mkdtempSync(join(tmpdir(), "wegraph-bench-"));
const started: ChildProcess[] = [];
try {
  const subgraphs = new ChildProcess({
    args: [
      "--import",
      "@oxc-node/core/register",
      fileURLToPath(new URL("supergraph/subgraphs.main.ts", import.meta.url)),
    ],
    cpu: othersCpu,
  });
  started.push(subgraphs);
  const { identity, ...ports } = await subgraphs.ready<Record<string, number>>();
  const urlOf = (port: number) => `http://127.0.0.1:${port}/graphql`;
  const urls = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, urlOf(port)]));
  const supergraph = join(directory, "supergraph.graphql");
  writeFileSync(supergraph, supergraphOf(urls));

  const running = new Map<Contender, Running>();
  for (const contender of contenders) {
    const place = { supergraph, urls, identityUrl: urlOf(identity ?? 0), cpu: gatewayCpu };
    const one = await contender.start(place);
    started.push(one.process);
    running.set(contender, one);
  }
  const bytes = await compareAnswers(running);
  console.log(
    `Answers are equal, ${(bytes / 1_000).toFixed(1)} kB. ` +
      (canPin
        ? `Gateways on processor ${gatewayCpu}, subgraphs and load on processor ${othersCpu}.`
        : "Processes share the processors as the system sees fit."),
  );
  await warmUp(running, { connections: 50, loadCpu: othersCpu });
  for (const connections of values.connections.split(",").map(Number)) {
    const figures = await measure(running, {
      connections,
      rounds: Number(values.rounds),
      roundMs: Number(values.seconds) * 1_000,
      loadCpu: othersCpu,
      subgraphs,
    });
    report(connections, figures);
  }
} finally {
  await Promise.all(started.map((process) => process.stop()));
  rmSync(directory, { recursive: true });
}

async function compareAnswers(gateways: ReadonlyMap<Contender, Running>): Promise<number> {
  let bytes = 0;
  for (const from of [0, 1, 777]) {
    const texts = new Map<string, string>();
    for (const [{ name }, gateway] of gateways) texts.set(name, await answerOf(gateway, from));
    const [[first, expected] = ["", ""]] = texts;
    for (const [name, text] of texts)
      if (text !== expected) throw new Error(`${name} answers ${text}, ${first} answers ${expected}`);
    bytes = expected.length;
  }
  return bytes;
}
