import { expect, test } from "vitest";
import type { RequestContext } from "@wegraph/kit/context";
import type { Principal } from "@wegraph/kit/principal";
import { userWith } from "../testing/graph.ts";
import type { SubgraphSource } from "../testing/graph.ts";
import { bearer, runGateway } from "../testing/running.ts";
import type { ChangeListener } from "./changes.ts";

/** A notice board: what is on it changes behind the gateway's back, and `asked` counts who really looked. */
function noticeBoard() {
  const state = { asked: 0, text: "first", hold: Promise.resolve() };
  const look = async (_: unknown, __: unknown, { principal }: RequestContext) => {
    state.asked += 1;
    const { text } = state;
    await state.hold;
    return { text: `${text} for ${principal.tenantId}`, mine: principal.id };
  };
  const source: SubgraphSource = {
    name: "board",
    sdl: `
      type Query {
        notice(n: Int): Notice! @cacheControl(maxAge: 60)
        own: Notice! @cacheControl(maxAge: 60, scope: PRIVATE)
        guarded: Notice @cacheControl(maxAge: 60) @requiresScopes(scopes: [["notice:read"]])
        failing: Notice @cacheControl(maxAge: 60)
        fresh: Notice!
      }
      type Mutation { pin(text: String!): Boolean }
      type Notice { text: String! mine: String! }
    `,
    resolvers: {
      Query: {
        notice: look,
        own: look,
        guarded: look,
        fresh: look,
        failing: () => {
          state.asked += 1;
          throw new Error("no");
        },
      },
      Mutation: { pin: (_: unknown, { text }: { text: string }) => Boolean((state.text = text)) },
    },
  };
  return { state, source };
}

async function running(options: { follows?: boolean } = {}) {
  const { state, source } = noticeBoard();
  let listener: ChangeListener | undefined;
  const gateway = await runGateway([source], {
    ...(options.follows && {
      followChanges: (given) => {
        listener = given;
        return () => (listener = undefined);
      },
    }),
  });
  const people: Record<string, Principal> = {
    ada: { ...userWith(), id: "ada", tenantId: "a" },
    abe: { ...userWith(), id: "abe", tenantId: "a" },
    ann: { ...userWith("notice:read"), id: "ann", tenantId: "a" },
    ben: { ...userWith(), id: "ben", tenantId: "b" },
    boss: { ...userWith(), id: "boss", tenantId: "platform", isPlatform: true },
    own1: { ...userWith(), id: "own1", tenantId: "a", grants: [{ permission: "notice:read", scope: "OWN" }] },
    own2: { ...userWith(), id: "own2", tenantId: "a", grants: [{ permission: "notice:read", scope: "OWN" }] },
  };
  for (const id of ["shown1", "shown2"]) people[id] = { ...userWith(), id, headers: { authorization: id } };
  for (const [name, principal] of Object.entries(people)) gateway.tokens.set(name, principal);
  const ask = (query: string, as = "ada") => gateway.graphql({ query }, bearer(as));
  const text = async (query: string, as = "ada") => JSON.stringify((await ask(query, as)).body.data);
  return { ...gateway, state, ask, text, listener: () => listener };
}

const notice = "{ notice { text } }";

test("the same question again is answered from memory, and says how old the answer is", async () => {
  await using board = await running();

  const first = await board.ask(notice);
  const second = await board.ask(notice, "abe");

  expect(second.body.data).toEqual(first.body.data);
  expect(board.state.asked).toBe(1);
  expect(first.headers.get("cache-control")).toBe("private, max-age=60");
  expect(second.headers.get("age")).toBe("0");
  expect(second.headers.get("vary")).toContain("Authorization");
  expect(second.body.extensions).toHaveProperty("cost.remaining");
});

test("other variables, other tenants and people with other rights are asked for anew", async () => {
  await using board = await running();

  await board.ask(notice);
  await board.ask("{ notice(n: 1) { text } }");
  expect(await board.text(notice, "ben")).toContain("for b");
  await board.ask(notice, "ann");

  expect(board.state.asked).toBe(4);
});

test("what is private is given again to the same person alone", async () => {
  await using board = await running();

  expect(await board.text("{ own { mine } }", "ada")).toContain("ada");
  expect(await board.text("{ own { mine } }", "abe")).toContain("abe");
  expect(await board.text("{ own { mine } }", "ada")).toContain("ada");

  expect(board.state.asked).toBe(2);
});

test("rights that reach no further than one's own things make every answer one's own", async () => {
  await using board = await running();

  expect(await board.text("{ notice { mine } }", "own1")).toContain("own1");
  expect(await board.text("{ notice { mine } }", "own2")).toContain("own2");
});

test("whoever's headers a subgraph decides by is not given what was answered to other headers", async () => {
  await using board = await running();

  expect(await board.text("{ notice { mine } }", "shown1")).toContain("shown1");
  expect(await board.text("{ notice { mine } }", "shown2")).toContain("shown2");
});

test("nobody is given from memory what they have no right to", async () => {
  await using board = await running();
  await board.ask("{ guarded { text } }", "ann");

  const { body } = await board.ask("{ guarded { text } }", "ada");

  expect(body.data).toEqual({ guarded: null });
  expect(body.errors?.[0]?.extensions["code"]).toBe("FORBIDDEN");
});

test("what is not said to be cacheable, and what failed, is not kept", async () => {
  await using board = await running();
  for (const query of ["{ fresh { text } }", "{ notice { text } fresh { text } }", "{ failing { text } }"]) {
    const before = board.state.asked;
    const { headers } = await board.ask(query);
    const between = board.state.asked;
    await board.ask(query);

    expect(board.state.asked - between).toBe(between - before);
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

test("a change of a type that is shown ends the answers of its tenant, and no others", async () => {
  await using board = await running({ follows: true });
  board.listener()?.reliable(true);
  for (const as of ["ada", "ben", "boss"]) await board.ask(notice, as);
  board.state.text = "second";

  board.listener()?.changed({ tenantId: "a", type: "Other" });
  expect(await board.text(notice, "ada")).toContain("first");
  board.listener()?.changed({ tenantId: "a", type: "Notice" });

  expect(await board.text(notice, "ada")).toContain("second");
  expect(await board.text(notice, "ben")).toContain("first");
  expect(await board.text(notice, "boss")).toContain("second"); // sees across tenants
});

test("as long as changes are not being told of, nothing is answered from memory, nor what was kept before", async () => {
  await using board = await running({ follows: true });
  await board.ask(notice);
  await board.ask(notice);
  expect(board.state.asked).toBe(2);
  board.listener()?.reliable(true);
  await board.ask(notice);
  await board.ask(notice);
  expect(board.state.asked).toBe(3);

  board.listener()?.reliable(false);
  board.state.text = "second";

  expect(await board.text(notice)).toContain("second");
  board.listener()?.reliable(true);
  expect(await board.text(notice)).toContain("second");
});

test("an answer read before a change and finished after it is not kept", async () => {
  await using board = await running({ follows: true });
  board.listener()?.reliable(true);
  let letGo = () => {};
  board.state.hold = new Promise((resolve) => (letGo = resolve));
  const old = board.text(notice);
  await expect.poll(() => board.state.asked).toBe(1);
  board.state.text = "second";
  board.listener()?.changed({ tenantId: "a", type: "Notice" });
  letGo();
  expect(await old).toContain("first");

  expect(await board.text(notice)).toContain("second");
});

test("who changes something sees it at once, before its event has come round", async () => {
  await using board = await running({ follows: true });
  board.listener()?.reliable(true);
  await board.ask(notice);

  await board.ask(`mutation { pin(text: "second") }`);

  expect(await board.text(notice)).toContain("second");
});
