import { compareOne } from "./compare.ts";
import { shopGraph } from "./shopGraph.ts";
import { TestGraph } from "./testGraph.ts";

/**
 * Compares many random operations: `node --import @oxc-node/core/register gateway/src/compiled/testing/compare.main.ts <count> <first seed> <faults>`,
 * where faults is a share of fields, or "gone" to have one subgraph not answer. Prints each answer of ours that is
 * wrong, and in how many cases Apollo's executor was.
 */
const [count = "2000", first = "1", trouble = "0"] = process.argv.slice(2);
const troubles = trouble === "gone" ? { isOneGone: true } : { faults: Number(trouble) };
const isQuiet = trouble === "0";
const graph = new TestGraph(shopGraph);
const counts = { wrong: 0, poorer: 0, apolloWrong: 0, different: 0, calls: 0 };
const unplanned = new Map<string, number>();
for (let seed = Number(first); seed < Number(first) + Number(count); seed += 1) {
  const found = await compareOne(graph, seed, troubles);
  const { operation, ours, apollos, isSame, calls } = found;
  if (found.unplanned !== null) {
    const message = found.unplanned.replaceAll(/\[.*/g, "…");
    unplanned.set(message, (unplanned.get(message) ?? 0) + 1);
    continue;
  }
  counts.calls += calls;
  if (apollos !== null) counts.apolloWrong += 1;
  if (!isSame) counts.different += 1;
  if (ours === null) continue;
  if (found.isPoorer && !isQuiet) {
    counts.poorer += 1;
    continue;
  }
  counts.wrong += 1;
  const { text, variables } = operation;
  const verdict = `Apollo's is ${apollos === null ? "right" : "wrong"}${isSame ? ", and has the same data" : ""}`;
  console.log(`seed ${seed}: ${ours}\n${text}\n${JSON.stringify(variables)}\n${verdict}\n`);
}
console.log(`${count} operations, ${counts.calls} fetches:`);
console.log(`ours wrong ${counts.wrong}, right but with less data ${counts.poorer}`);
console.log(`Apollo's wrong ${counts.apolloWrong}, its data different from ours in ${counts.different}`);
for (const [message, times] of unplanned)
  console.log(`not planned by Apollo's planner, ${times} times: ${message}`);
