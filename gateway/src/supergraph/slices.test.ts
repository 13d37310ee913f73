import { expect, test } from "vitest";
import { compose } from "../testing/graph.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";
import { loadSupergraph, loading } from "./loadSupergraph.ts";
import { atOnce, inSlices } from "./slices.ts";
import type { Slices } from "./slices.ts";

function* work(log: string[], name: string): Slices<string> {
  for (const n of [1, 2, 3]) {
    log.push(`${name}${n}`);
    if (n < 3) yield;
  }
  return name;
}

test("work in slices lets others go between, and gives what it gives at once", async () => {
  const log: string[] = [];

  const results = await Promise.all([inSlices(work(log, "a")), inSlices(work(log, "b"))]);

  expect(results).toEqual(["a", "b"]);
  expect(log).toEqual(["a1", "b1", "a2", "b2", "a3", "b3"]);
  expect(atOnce(work([], "c"))).toBe("c");
});

test("what goes wrong in a slice goes wrong for who waits for the work", async () => {
  function* failing(): Slices<never> {
    yield;
    throw new Error("broken");
  }

  await expect(inSlices(failing())).rejects.toThrow("broken");
  expect(() => atOnce(failing())).toThrow("broken");
});

test("a supergraph is read in ten slices or more, to the same end as at once", () => {
  const sdl = compose([peopleSubgraph, shelfSubgraph]);
  const loads = loading(sdl, {});
  let slices = 1;
  for (let step = loads.next(); !step.done; step = loads.next()) slices += 1;

  expect(slices).toBeGreaterThanOrEqual(10);
  const { id, apiSchema, subgraphs } = loadSupergraph(sdl);
  expect(id).toBe(loadSupergraph(sdl).id);
  expect(Object.keys(apiSchema.getTypeMap())).toContain("Book");
  expect(apiSchema.getQueryType()?.getFields()["_secretDoor"]).toBeUndefined();
  expect(subgraphs.map(({ name }) => name)).toEqual(["people", "shelf"]);
});
