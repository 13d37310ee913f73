import { describe, expect, test } from "vitest";
import { UnknownAccessForm } from "../supergraph/accessLinks.ts";
import { loadSupergraph } from "../supergraph/loadSupergraph.ts";
import { compose, openGraph, userWith } from "../testing/graph.ts";
import type { SubgraphSource } from "../testing/graph.ts";

const visits: string[] = [];

const clinic: SubgraphSource = {
  name: "clinic",
  sdl: `
    type Query {
      open: String
      mine: String @authenticated
      patient: Patient
      patients: [Patient!]!
      anyone: Human
      found: [Found!]!
      vault: Vault
      bill: Bill
      shade: Shade
      locked: String! @requiresScopes(scopes: [["vault:read"]])
    }
    type Mutation { visit(name: String!): Visit @requiresScopes(scopes: [["visit:write"]])  greet: Greeting! }
    type Subscription { arrived: Patient! @requiresScopes(scopes: [["patient:read"]])  passed: Patient! }
    interface Human { id: ID! name: String! phone: String }
    type Patient implements Human @key(fields: "id") {
      id: ID!
      name: String!
      phone: String @requiresScopes(scopes: [["phone:read"]])
      diagnosis: String @requiresScopes(scopes: [["patient:read", "diagnosis:read"], ["doctor:all"]])
      number: String! @requiresScopes(scopes: [["patient:read"]])
      shade: Shade
    }
    type Nurse implements Human { id: ID! name: String! phone: String }
    union Found = Patient | Nurse | Vault
    type Vault @requiresScopes(scopes: [["vault:read"]]) { gold: Int }
    enum Shade @requiresScopes(scopes: [["shade:read"]]) { LIGHT DARK }
    type Bill @key(fields: "number") { number: String @requiresScopes(scopes: [["bill:read"]]) sum: Int }
    type Visit { patient: Patient! }
    type Greeting { words: String! secret: String @requiresScopes(scopes: [["vault:read"]]) }
  `,
  resolvers: {
    Query: {
      open: () => "open",
      mine: () => "mine",
      patient: () => patients[0],
      patients: () => patients,
      anyone: () => patients[0],
      found: () => [
        patients[0],
        { __typename: "Nurse", id: "n", name: "Nora", phone: "2" },
        { __typename: "Vault", gold: 7 },
      ],
      vault: () => ({ gold: 7 }),
      bill: () => ({ number: "B-7", sum: 10 }),
      shade: () => "DARK",
      locked: () => "locked",
    },
    Mutation: {
      visit: (_: unknown, { name }: { name: string }) => (visits.push(name), { patient: patients[0] }),
      greet: () => ({ words: "hello", secret: "psst" }),
    },
    Patient: { __resolveReference: () => patients[0] },
  },
};

const billing: SubgraphSource = {
  name: "billing",
  sdl: `
    type Patient @key(fields: "id") {
      id: ID!
      debt: Int @requiresScopes(scopes: [["debt:read"]])
    }
    type Bill @key(fields: "number") { number: String amount: Int }
  `,
  resolvers: {
    Patient: { debt: () => 5 },
    Bill: { amount: ({ number }: { number?: string }) => number?.length },
  },
};

const patients = [
  {
    __typename: "Patient",
    id: "p1",
    name: "Pat",
    phone: "1",
    diagnosis: "flu",
    number: "A1",
    shade: "LIGHT",
  },
  { __typename: "Patient", id: "p2", name: "Pia", phone: null, diagnosis: null, number: "A2", shade: null },
];

const open = () => openGraph([clinic, billing]);

describe("a field without the right to it", () => {
  test("is null with FORBIDDEN at its path, before any fetch is made for it", async () => {
    const { run, calls } = open();

    const answer = await run(`{ open vault { gold } }`, { principal: userWith() });

    expect(answer.data).toEqual({ open: "open", vault: null });
    expect(answer.errors).toMatchObject([
      {
        path: ["vault"],
        extensions: {
          code: "FORBIDDEN",
          reason: "PERMISSION_MISSING",
          requires: ["vault:read"],
          correlationId: "test-correlation",
        },
      },
    ]);
    expect(
      calls()
        .map((call) => call.query)
        .join(),
    ).not.toContain("vault");
  });

  test("is UNAUTHENTICATED for a caller who is not signed in", async () => {
    const { run } = open();

    const answer = await run(`{ mine }`);

    expect(answer).toMatchObject({
      data: { mine: null },
      errors: [{ path: ["mine"], extensions: { code: "UNAUTHENTICATED" } }],
    });
  });

  test("that leaves nothing else makes no fetch at all", async () => {
    const { run, calls } = open();

    const answer = await run(`{ vault { gold } mine }`);

    expect(answer.data).toEqual({ vault: null, mine: null });
    expect(calls()).toEqual([]);
  });

  test("is null at each place it would have had, under its alias", async () => {
    const { run } = open();

    const answer = await run(`{ all: patients { name illness: diagnosis } }`, {
      principal: userWith("patient:read"),
    });

    expect(answer.data).toEqual({
      all: [
        { name: "Pat", illness: null },
        { name: "Pia", illness: null },
      ],
    });
    expect(answer.errors?.map(({ path }) => path)).toEqual([
      ["all", 0, "illness"],
      ["all", 1, "illness"],
    ]);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ requires: ["diagnosis:read"] });
  });

  test("bubbles up when it cannot be null, as far as any null would", async () => {
    const { run } = open();

    expect((await run(`{ patient { name number } open }`, { principal: userWith() })).data).toEqual({
      patient: null,
      open: "open",
    });
    expect((await run(`{ patients { number } }`, { principal: userWith() })).data).toBeNull();
    expect((await run(`{ locked open }`, { principal: userWith() })).data).toBeNull();
  });

  test("is withheld inside named and inline fragments, wherever they are spread", async () => {
    const { run } = open();
    const query = `
      query { patient { ...card } patients { ... on Human { ...card } } }
      fragment card on Patient { name ... { diagnosis } ...deep }
      fragment deep on Patient { debt }
    `;

    const answer = await run(query, { principal: userWith("doctor:all") });

    expect(answer.data).toEqual({
      patient: { name: "Pat", diagnosis: "flu", debt: null },
      patients: [
        { name: "Pat", diagnosis: "flu", debt: null },
        { name: "Pia", diagnosis: null, debt: null },
      ],
    });
    expect(answer.errors).toHaveLength(3);
  });

  test("declared on an object's field is withheld when read through its interface", async () => {
    const { run } = open();

    const answer = await run(`{ anyone { name phone } }`, { principal: userWith() });

    expect(answer.data).toEqual({ anyone: { name: "Pat", phone: null } });
    expect(answer.errors).toMatchObject([{ path: ["anyone", "phone"], extensions: { code: "FORBIDDEN" } }]);
  });

  test("of one member of a union is withheld from that member alone", async () => {
    const { run } = open();
    const query = `{ found { ... on Nurse { name phone } ... on Patient { name phone } ... on Vault { gold } } }`;

    const answer = await run(query, { principal: userWith() });

    expect(answer.data).toEqual({
      found: [{ name: "Pat", phone: null }, { name: "Nora", phone: "2" }, { gold: null }],
    });
    expect(answer.errors?.map(({ path }) => path)).toEqual([
      ["found", 0, "phone"],
      ["found", 2, "gold"],
    ]);
  });

  test("stays out of the answer when another field needs it fetched", async () => {
    const { run } = open();

    const answer = await run(`{ bill { amount number } }`, { principal: userWith() });

    expect(answer.data).toEqual({ bill: { amount: 3, number: null } });
    const sideways = await run(`{ bill { number: sum amount } }`, { principal: userWith() });
    expect(sideways.data).toEqual({ bill: { number: 10, amount: 3 } });
  });

  test("skipped by the operation is no refusal", async () => {
    const { run } = open();
    const query = `query ($x: Boolean!) { open vault @include(if: $x) { gold } patient { debt @skip(if: true) name } }`;

    expect(await run(query, { variables: { x: false } })).toEqual({
      data: { open: "open", patient: { name: "Pat" } },
    });
    expect((await run(query, { variables: { x: true } })).errors).toHaveLength(1);
  });

  test("by its type's declaration is withheld like one by its own: object, enum", async () => {
    const { run } = open();

    const answer = await run(`{ shade patient { shade } vault { __typename } }`, { principal: userWith() });

    expect(answer.data).toEqual({ shade: null, patient: { shade: null }, vault: null });
  });
});

test("any one of the alternatives is enough, and all of an alternative is needed", async () => {
  const { run } = open();
  const diagnosisFor = async (...rights: string[]) =>
    (await run(`{ patient { diagnosis } }`, { principal: userWith(...rights) })).data;

  expect(await diagnosisFor("doctor:all")).toEqual({ patient: { diagnosis: "flu" } });
  expect(await diagnosisFor("patient:read", "diagnosis:*")).toEqual({ patient: { diagnosis: "flu" } });
  expect(await diagnosisFor("patient:read")).toEqual({ patient: { diagnosis: null } });
});

test("a mutation without the right has no effect; one with the right and a withheld part has", async () => {
  const { run } = open();

  const refused = await run(`mutation { visit(name: "no") { patient { name } } }`, { principal: userWith() });
  const partly = await run(`mutation { greet { words secret } }`, { principal: userWith() });

  expect(refused.data).toEqual({ visit: null });
  expect(visits).toEqual([]);
  expect(partly).toMatchObject({
    data: { greet: { words: "hello", secret: null } },
    errors: [{ path: ["greet", "secret"] }],
  });
});

test("a caller with every right meets no trace of access control", async () => {
  const { run } = open();

  const answer = await run(`{ patient { diagnosis debt number } vault { gold } }`, {
    principal: userWith("*:*"),
  });

  expect(answer).toEqual({
    data: { patient: { diagnosis: "flu", debt: 5, number: "A1" }, vault: { gold: 7 } },
  });
});

test("a subscription is refused at its start when its root is not permitted", async () => {
  const { operations } = open();
  const start = (query: string) => {
    const principal = userWith();
    return () => operations.streamable(operations.prepare({ query }, principal), principal);
  };

  expect(start(`subscription { arrived { name } }`)).toThrow(/do not have the right/);
  expect(start(`subscription { passed { name number } }`)()).toMatchObject({
    primary: { subgraph: "clinic" },
  });
});

test("access control says nothing in introspection and takes nothing from it", async () => {
  const { run } = openGraph([clinic, billing], { introspection: "EVERYONE" });

  const { data } = await run(
    `{ __schema { directives { name } types { name } } __type(name: "Vault") { fields { name } } }`,
  );

  expect(data?.["__type"]).toEqual({ fields: [{ name: "gold" }] });
  expect(JSON.stringify(data?.["__schema"])).not.toMatch(/requiresScopes|authenticated|policy/);
});

describe("a supergraph that declares access in an unknown form does not load:", () => {
  const sdl = compose([clinic, billing]);

  test.each([
    ["a later version of the feature", sdl.replace("requiresScopes/v0.1", "requiresScopes/v0.2")],
    ["a link that is missing", sdl.replace(/@link\(url: "[^"]*requiresScopes[^)]*\)/, "")],
    ["a directive in a place that is not enforced", sdl.replace("union Found", "union Found @authenticated")],
    [
      "a directive on an argument",
      sdl.replace("visit(name: String!)", "visit(name: String! @authenticated)"),
    ],
    ["arguments of another shape", sdl.replace(`scopes: [["vault:read"]]`, `scopes: "vault:read"`)],
    [
      "the old @core link",
      sdl
        .replace(/@link\((url: "[^"]*requiresScopes[^"]*")[^)]*\)/, "@core(feature: $1)")
        .replace("feature: url:", "feature:"),
    ],
    [
      "a directive carried by @join__directive",
      sdl.replace("type Vault", `type Vault @join__directive(graphs: [CLINIC], name: "policy", args: {})`),
    ],
    ["a directive on an extension", `${sdl}\nextend type Vault @authenticated`],
  ])("%s", (_, changed) => {
    expect(changed).not.toBe(sdl);
    expect(() => loadSupergraph(changed)).toThrow(UnknownAccessForm);
  });

  test("a policy that nobody decides", () => {
    const guarded = compose([
      { ...clinic, sdl: clinic.sdl.replace("gold: Int", `gold: Int @policy(policies: [["audited"]])`) },
      billing,
    ]);

    expect(() => loadSupergraph(guarded)).toThrow(/audited/);
    expect(() => loadSupergraph(guarded, { audited: () => true })).not.toThrow();
  });
});

test("access directives under other names are enforced as well", () => {
  const renamed = compose([clinic, billing])
    .replaceAll("@requiresScopes(", "@rs(")
    .replace(
      /(@link\(url: "[^"]*requiresScopes\/v0.1", for: SECURITY)/,
      `$1, import: [{ name: "@requiresScopes", as: "@rs" }]`,
    );

  expect(renamed).toContain("directive @rs");
  expect(loadSupergraph(renamed).access.ofType("Vault")).toHaveLength(1);
});
