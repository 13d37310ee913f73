// Our gateway with the subgraphs in its own process, as packages/app runs it: they execute every fetch in earnest.
import { readFileSync } from "node:fs";
import { openGateway } from "@wegraph/gateway/gateway";
import { askCore } from "@wegraph/gateway/identity/askCore";
import { subgraphOf } from "@wegraph/gateway/testing/graph";
import { Health } from "@wegraph/kit/health";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { createLogger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import { tellReady } from "./ready.ts";
import { identitySource, sources } from "./shopGraph.ts";

const log = createLogger("bench", "info");
const gateway = await openGateway({
  supergraphSdl: readFileSync(process.argv[2] ?? "", "utf8"),
  links: sources.map((source) => new LocalSubgraph(subgraphOf(source), log)),
  authenticate: askCore(new LocalSubgraph(subgraphOf(identitySource), log)),
  log,
  health: new Health(),
  metrics: new Metrics("bench"),
});
tellReady(await gateway.serve({ port: 0, host: "127.0.0.1" }));
