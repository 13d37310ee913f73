import { compareOne } from "./compare.ts";
import { shopGraph } from "./shopGraph.ts";
import { TestGraph } from "./testGraph.ts";

/**
 * Compares many random operations: `npx tsx gateway/src/compiled/testing/compare.main.ts <count> <first seed> <faults>`.
 * Prints each answer of ours that is wrong, and in how many Apollo's executor was.
 */
const [count = 2_000, first = 1, faults = 0] = process.argv.slice(2).map(Number);
const graph = new TestGraph(shopGraph);
const counts = { wrong: 0, poorer: 0, apolloWrong: 0, different: 0, calls: 0 };
const unplanned = new Map<string, number>();
for (let seed = first; seed < first + count; seed += 1) {
  const found = await compareOne(graph, seed, faults);
  const { operation, ours, apollos, same, calls } = found;
  if (found.unplanned !== null) {
    const message = found.unplanned.replaceAll(/\d+|".*"/g, "…");
    unplanned.set(message, (unplanned.get(message) ?? 0) + 1);
    continue;
  }
  counts.calls += calls;
  if (apollos !== null) counts.apolloWrong += 1;
  if (!same) counts.different += 1;
  if (ours === null) continue;
  if (found.isPoorer && faults > 0) {
    counts.poorer += 1;
    continue;
  }
  counts.wrong += 1;
  const { text, variables } = operation;
  const verdict = `Apollo's is ${apollos === null ? "right" : "wrong"}${same ? ", and has the same data" : ""}`;
  console.log(`seed ${seed}: ${ours}\n${text}\n${JSON.stringify(variables)}\n${verdict}\n`);
}
console.log(
  `${count} operations, ${counts.calls} fetches; ours wrong ${counts.wrong} and poorer ${counts.poorer}, Apollo's wrong ${counts.apolloWrong}, data different in ${counts.different}`,
);
for (const [message, times] of unplanned) console.log(`not planned, ${times} times: ${message}`);
