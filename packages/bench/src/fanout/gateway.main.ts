import { Health } from "@wegraph/kit/health";
import { createLogger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import { PrincipalSeal, anonymous } from "@wegraph/kit/principal";
import { RemoteSubgraph } from "@wegraph/kit/remoteSubgraph";
import { openGateway } from "@wegraph/gateway/gateway";
import { feedSupergraph } from "./feedGraph.ts";
import { answers } from "./child.ts";

/** Our gateway as it runs alone, in front of the subgraphs of the measurement; everyone is of one tenant. */

const many = 100_000;
let url = "";

answers({
  async open(urls: Record<string, string>) {
    const seal = new PrincipalSeal("measured, and in front of subgraphs that do not check");
    const gateway = await openGateway({
      supergraphSdl: feedSupergraph(urls),
      links: Object.entries(urls).map(([name, at]) => new RemoteSubgraph(name, at, seal)),
      async authenticate({ token }) {
        return {
          ...anonymous,
          kind: "USER",
          id: token,
          name: token,
          tenantId: "0192f000-0000-7000-8000-00000000000a",
        };
      },
      log: createLogger("gateway", "warn"),
      health: new Health(),
      metrics: new Metrics("gateway"),
      config: {
        rates: { tenant: many, principal: many },
        streams: { connectionsPerAddressMax: many, connectionsPerTenantMax: many },
      },
    });
    const { port } = await gateway.serve({ port: 0, host: "127.0.0.1" });
    url = `ws://127.0.0.1:${port}/graphql`;
    return url;
  },
});
