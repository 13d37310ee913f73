import { expect, test } from "vitest";
import { AppError } from "@wegraph/kit/errors";
import { settingsShape } from "../settings.ts";
import { ObservedSubgraph, quiet } from "../testing/graph.ts";
import type { SubgraphSource } from "../testing/graph.ts";
import { askCore } from "./askCore.ts";

const core: SubgraphSource = {
  name: "core",
  sdl: `
    scalar JSON
    enum Kind { ACCESS_TOKEN API_KEY }
    input Credential { kind: Kind! token: String! address: String! }
    type Query { _principal(credential: Credential!): JSON }
  `,
  resolvers: { Query: { _principal: () => new Promise(() => {}) } },
};
const { links } = settingsShape.parse({ links: { timeoutMs: 100, failuresMin: 2 } });
const credential = { kind: "ACCESS_TOKEN", token: "t", address: "127.0.0.1", userAgent: null } as const;

test("who somebody is is not waited for longer than a call may take, and after some failures not asked at all", async () => {
  const subgraph = new ObservedSubgraph(core, quiet);
  const authenticate = askCore(subgraph, links);
  const reasonOf = (error: unknown) => (error instanceof AppError ? error.reason : error);
  const ask = () => authenticate(credential).catch(reasonOf);

  const answers = [await ask(), await ask(), await ask(), await ask()];

  expect(answers).toEqual(["SUBGRAPH_TIMED_OUT", "SUBGRAPH_TIMED_OUT", "CIRCUIT_OPEN", "CIRCUIT_OPEN"]);
  expect(subgraph.calls).toHaveLength(2);
});
