import type { ExecutionResult } from "graphql";
import { expect, test } from "vitest";
import { Cancellation } from "@wegraph/kit/cancellation";
import { anonymous } from "@wegraph/kit/principal";
import { isStream } from "@wegraph/kit/subgraph";
import type { SubgraphLink, SubgraphRequest } from "@wegraph/kit/subgraph";
import { Broadcast } from "../testing/broadcast.ts";
import { countingChanges, joining } from "./joining.ts";

/** A subgraph whose answers come when a test says so. */
function slowSubgraph() {
  const calls: {
    request: SubgraphRequest;
    answer(result: ExecutionResult): void;
    fail(error: Error): void;
  }[] = [];
  const events = new Broadcast<ExecutionResult>();
  const link: SubgraphLink = {
    name: "slow",
    execute: (request) =>
      new Promise((resolve, reject) => calls.push({ request, answer: resolve, fail: reject })),
    subscribe: async () => events.read(),
    close: () => Promise.resolve(),
  };
  let joined = 0;
  const changes = { count: 0 };
  const joint = joining(link, changes, () => (joined += 1));
  const ada = { ...anonymous, id: "ada" };
  const ask = (about: Partial<SubgraphRequest> = {}) =>
    joint.execute({
      query: "query { n }",
      variables: { id: 1 },
      principal: ada,
      correlationId: "c",
      ...about,
    });
  return { calls, ask, changes, events, joint, joined: () => joined };
}

test("the same query of the same principal at the same time is one call", async () => {
  const { calls, ask, joined } = slowSubgraph();
  const answers = [ask(), ask(), ask()];
  calls[0]?.answer({ data: { n: 1 } });

  expect(await Promise.all(answers)).toEqual([{ data: { n: 1 } }, { data: { n: 1 } }, { data: { n: 1 } }]);
  expect(calls).toHaveLength(1);
  expect(joined()).toBe(2);
});

test.each<[string, Partial<SubgraphRequest>]>([
  ["document", { query: "query { m }" }],
  ["variables", { variables: { id: 2 } }],
  ["principal, however alike,", { principal: { ...anonymous, id: "ada" } }],
])("another %s is another call", (_, about) => {
  const { calls, ask } = slowSubgraph();

  void ask();
  void ask(about);

  expect(calls).toHaveLength(2);
});

test("what is over is not joined: the next one asks anew, after a failure as well", async () => {
  const { calls, ask } = slowSubgraph();
  const [first, alongside] = [ask(), ask()];
  calls[0]?.fail(new Error("line broke"));
  await expect(first).rejects.toThrow("line broke");
  await expect(alongside).rejects.toThrow("line broke");

  const second = ask();
  calls[1]?.answer({ data: { n: 2 } });

  expect(await second).toEqual({ data: { n: 2 } });
});

test("who leaves is answered at once and takes nobody along; the last one ends the call", async () => {
  const { calls, ask } = slowSubgraph();
  const [first, second] = [new Cancellation(), new Cancellation()];
  const answers = [ask({ signal: first }), ask({ signal: second })];
  const [call] = calls;

  first.abort(new Error("first left"));
  await expect(answers[0]).rejects.toThrow("first left");
  expect(call?.request.signal?.aborted).toBe(false);

  second.abort(new Error("second left"));
  await expect(answers[1]).rejects.toThrow("second left");
  expect(call?.request.signal?.aborted).toBe(true);
  void ask();
  expect(calls).toHaveLength(2);
});

test("a query after a mutation never gets what was read before it", async () => {
  const { calls, ask } = slowSubgraph();
  void ask();
  const mutation = ask({ query: "mutation { m }" });
  calls[1]?.answer({ data: { m: 1 } });
  await mutation;

  const after = ask();
  calls[2]?.answer({ data: { n: "new" } });
  calls[0]?.answer({ data: { n: "old" } });

  expect(await after).toEqual({ data: { n: "new" } });
});

test("a query after an event never gets what was read before it; the stream is as it was", async () => {
  const { calls, ask, joint, events } = slowSubgraph();
  const stream = await joint.subscribe({
    query: "subscription { e }",
    principal: anonymous,
    correlationId: "c",
  });
  if (!isStream(stream)) throw new Error("It is a stream.");
  void ask();
  events.send({ data: { e: 1 } });

  expect(await stream.next()).toEqual({ value: { data: { e: 1 } }, done: false });
  void ask();
  expect(calls).toHaveLength(2);
  await stream.return?.();
  expect(events.size).toBe(0);
});

test("what another subgraph's mutation changed is read anew, too", () => {
  const { calls, ask, changes } = slowSubgraph();
  void ask();
  changes.count += 1;

  void ask();

  expect(calls).toHaveLength(2);
});

test("what a cache is told of is counted before the cache acts on it", () => {
  const changes = { count: 0 };
  const seen: number[] = [];
  const follow = countingChanges((listener) => {
    listener.reliable(true);
    listener.changed({ tenantId: "t", type: "Account" });
    return () => seen.push(-1);
  }, changes);

  const stop = follow({ changed: () => seen.push(changes.count), reliable: () => seen.push(changes.count) });
  stop();

  expect(seen).toEqual([1, 2, -1]);
});

test("equal mutations are all made", () => {
  const { calls, ask } = slowSubgraph();

  void ask({ query: "mutation { m }" });
  void ask({ query: "mutation { m }" });

  expect(calls).toHaveLength(2);
});
