// What hostile documents cost the gateway: processor time until each is refused, and what the event loop and the heap
// feel of it. Everything the client does is outside the figures.
//   npm run bench -- hostile
import { performance } from "node:perf_hooks";
import { RequestRefused } from "@wegraph/gateway/errors";
import { openGraph, userWith } from "@wegraph/gateway/testing/graph";
import { hostileDocuments } from "@wegraph/gateway/testing/hostileDocuments";
import { peopleSubgraph, shelfSubgraph } from "@wegraph/gateway/testing/shop";

const rounds = 9;

const { operations, calls } = openGraph([peopleSubgraph, shelfSubgraph]);
const principal = userWith();
operations.prepare({ query: "{ people { id manager { name } } items { id } }" }, principal);

const table: Record<string, Record<string, string>> = {};
const heapBefore = process.memoryUsage().heapUsed;
for (const [name, document, json] of hostileDocuments) {
  const variables = json === undefined ? null : JSON.parse(json);
  const times: number[] = [];
  let reason = "";
  let bytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const query = document(`r${round}x`);
    bytes = Buffer.byteLength(query) + (json?.length ?? 0);
    const startedAt = performance.now();
    try {
      operations.prepare({ query, variables }, principal);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      reason = String(error.errors[0]?.extensions["reason"]);
    }
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  table[name] = {
    "kB sent": (bytes / 1_000).toFixed(0),
    "median ms": ms(times[Math.floor(rounds / 2)]),
    "worst ms": ms(times.at(-1)),
    "refused as": reason,
  };
}
const heapMb = (process.memoryUsage().heapUsed - heapBefore) / 1_048_576;

console.log(`Time the gateway is busy with a hostile document, ${rounds} rounds, each text new to it:`);
console.table(table);
console.log(`Fetches made: ${calls().length}. Heap after all, uncollected: ${heapMb.toFixed(0)} MB more.`);

function ms(value: number | undefined): string {
  return (value ?? 0).toFixed(2);
}
