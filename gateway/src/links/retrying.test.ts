import { expect, test } from "vitest";
import { ObservedSubgraph, quiet } from "../testing/graph.ts";
import { peopleSubgraph } from "../testing/shop.ts";
import { anonymous } from "@wegraph/kit/principal";
import { retrying } from "./retrying.ts";

const ask = (query: string, signal?: AbortSignal) => ({
  query,
  principal: anonymous,
  correlationId: "c",
  ...(signal && { signal }),
});

function broken() {
  const subgraph = new ObservedSubgraph(peopleSubgraph, quiet);
  subgraph.broken = true;
  return { subgraph, link: retrying(subgraph, 1, () => undefined) };
}

test("a query is asked twice at most", async () => {
  const { subgraph, link } = broken();

  await expect(link.execute(ask("query Q { whoAmI }"))).rejects.toThrow("ECONNREFUSED");

  expect(subgraph.calls).toHaveLength(2);
});

test.each([`mutation { rename(id: "1", name: "x") { id } }`, `  mutation M { fail }`])(
  "%s is never repeated: it may have happened",
  async (mutation) => {
    const { subgraph, link } = broken();

    await expect(link.execute(ask(mutation))).rejects.toThrow("ECONNREFUSED");

    expect(subgraph.calls).toHaveLength(1);
  },
);

test("a caller that left is not asked for again", async () => {
  const { subgraph, link } = broken();

  await expect(link.execute(ask("{ whoAmI }", AbortSignal.abort()))).rejects.toThrow("ECONNREFUSED");

  expect(subgraph.calls).toHaveLength(1);
});
