import {
  GraphQLError,
  buildSchema,
  defaultFieldResolver,
  execute,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from "graphql";
import type { GraphQLCompositeType, GraphQLFieldResolver, GraphQLSchema } from "graphql";
import { expect, test } from "vitest";
import { can } from "@wegraph/kit/principal";
import { openGraph, userWith } from "../testing/graph.ts";
import type { SubgraphSource } from "../testing/graph.ts";

// What a caller may see is decided twice: by the gateway, which cuts the operation before it is planned, and here by
// an ordinary GraphQL server that has all of the data and refuses in each resolver. They have to agree on anything.

const needs: Record<string, string> = {
  "Ward.beds": "beds",
  "Ward.chief": "people",
  "Nurse.phone": "phone",
  "Doctor.phone": "phone",
  "Doctor.title": "title",
  // An interface's field asks for what any object's field does, so a fair comparison has them ask for the same.
  "Doctor.ward": "ward",
  "Nurse.ward": "ward",
  "Nurse.grade": "grade",
  "Ward.bills": "bills",
  Safe: "safe",
  Level: "level",
};
/** Some ten seconds' worth on a busy machine; thousands have been run. */
const operationsCompared = 150;
const rights = ["beds", "people", "phone", "title", "ward", "grade", "bills", "safe", "level"];

const types = (access: (place: string) => string) => `
  type Query { wards: [Ward!]! ward(id: ID!): Ward staff: [Person] things: [Thing!] safe: Safe chief: Person! }
  interface Person { id: ID! name: String! phone: String ward: Ward }
  type Doctor implements Person { id: ID! name: String! phone: String ${access("Doctor.phone")} title: String! ${access("Doctor.title")} ward: Ward ${access("Doctor.ward")} level: Level }
  type Nurse implements Person { id: ID! name: String! phone: String ${access("Nurse.phone")} grade: Int! ${access("Nurse.grade")} ward: Ward ${access("Nurse.ward")} }
  union Thing = Ward | Safe | Doctor
  type Safe ${access("Safe")} { gold: Int! }
  enum Level ${access("Level")} { LOW HIGH }
`;
const ward = (access: (place: string) => string, more: string) => `
  type Ward ${more} { id: ID! name: String! beds: Int! ${access("Ward.beds")} chief: Doctor ${access("Ward.chief")} staff: [Person!]! `;
const billing = (access: (place: string) => string) =>
  `bills: [Bill]! ${access("Ward.bills")} }  type Bill { sum: Int! safe: Safe }`;

const wards = [
  { __typename: "Ward", id: "w1", name: "North", beds: 3 },
  { __typename: "Ward", id: "w2", name: "South", beds: 5 },
];
const doctor = {
  __typename: "Doctor",
  id: "d1",
  name: "Dora",
  phone: "1",
  title: "Dr",
  wardId: "w1",
  level: "HIGH",
};
const nurse = { __typename: "Nurse", id: "n1", name: "Nils", phone: null, grade: 3, wardId: "w2" };
const safe = { __typename: "Safe", gold: 7 };
const wardOf = ({ wardId }: { wardId: string }) => wards.find(({ id }) => id === wardId);
const staffing = {
  Query: {
    wards: () => wards,
    ward: (_: unknown, { id }: { id: string }) => wards.find((each) => each.id === id),
    staff: () => [doctor, null, nurse],
    things: () => [wards[0], safe, doctor],
    safe: () => safe,
    chief: () => nurse,
  },
  Ward: { chief: () => doctor, staff: ({ id }: { id: string }) => (id === "w1" ? [doctor, nurse] : []) },
  Doctor: { ward: wardOf },
  Nurse: { ward: wardOf },
};
const bills = ({ id }: { id: string }) =>
  id === "w1" ? [{ sum: 10, safe }, null, { sum: 20, safe: null }] : [];

const declared = (place: string) => `@requiresScopes(scopes: [["it:${needs[place] ?? ""}"]])`;
const sources: SubgraphSource[] = [
  {
    name: "staffing",
    sdl: `${types(declared)} ${ward(declared, `@key(fields: "id")`)} }`,
    resolvers: {
      ...staffing,
      Ward: {
        ...staffing.Ward,
        __resolveReference: ({ id }: { id: string }) => wards.find((each) => each.id === id),
      },
    },
  },
  {
    name: "billing",
    sdl: `type Ward @key(fields: "id") { id: ID! ${billing(declared)} type Safe @shareable @requiresScopes(scopes: [["it:safe"]]) { gold: Int! }`,
    resolvers: { Ward: { bills } },
  },
];
sources[0] = {
  ...sources[0],
  sdl: (sources[0]?.sdl ?? "").replace("type Safe @", "type Safe @shareable @"),
} as SubgraphSource;

/** The ordinary server, asked by a caller with the rights in its context. */
function ordinary(): { schema: GraphQLSchema; fieldResolver: GraphQLFieldResolver<unknown, Set<string>> } {
  const nothing = () => "";
  const schema = buildSchema(`${types(nothing)} ${ward(nothing, "")} ${billing(nothing)}`);
  const resolvers: Record<string, Record<string, unknown>> = {
    ...staffing,
    Ward: { ...staffing.Ward, bills },
  };
  const fieldResolver: GraphQLFieldResolver<unknown, Set<string>> = (source, args, context, info) => {
    const { parentType, fieldName, returnType } = info;
    for (const place of [`${parentType.name}.${fieldName}`, parentType.name, getNamedType(returnType).name]) {
      const need = needs[place];
      if (need !== undefined && !context.has(need)) throw new GraphQLError("no");
    }
    const own = resolvers[parentType.name]?.[fieldName];
    return typeof own === "function"
      ? (own as (s: unknown, a: unknown) => unknown)(source, args)
      : defaultFieldResolver(source, args, context, info);
  };
  return { schema, fieldResolver };
}

/** Repeatable: a failure names the seed it came from. */
function randomBy(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

function writeOperation(schema: GraphQLSchema, random: (below: number) => number): string {
  const fragments: string[] = [];
  const condition = (bare: boolean) =>
    !bare && random(6) === 0
      ? ` @${random(2) ? "include" : "skip"}(if: ${["$yes", "$no", "true", "false"][random(4)]})`
      : "";
  // Where everything selected may be skipped, Apollo's planner fetches nothing and its answer lacks the object; so
  // either __typename stands beside what may be skipped, or nothing may be.
  const selections = (type: GraphQLCompositeType, depth: number): string => {
    const bare = random(4) === 0;
    const parts = bare ? [] : ["__typename"];
    for (let i = 0; i <= random(3); i += 1) {
      const part = random(4) === 0 ? fragment(type, depth, bare) : field(type, depth, bare);
      if (part) parts.push(part);
    }
    return `{ ${parts.length > 0 ? parts.join(" ") : "__typename"} }`;
  };
  const field = (type: GraphQLCompositeType, depth: number, bare: boolean): string => {
    if (isUnionType(type)) return fragment(type, depth, bare);
    const fields = Object.values(type.getFields());
    const chosen = fields[random(fields.length)];
    if (!chosen) return "";
    const named = getNamedType(chosen.type);
    if (isCompositeType(named) && depth === 0) return "";
    const other = random(3) === 0 ? ["id", "name", "phone", "beds"][random(4)] : `${chosen.name}${random(3)}`;
    const alias = random(4) === 0 ? `${other}: ` : "";
    const which = 1 + random(3);
    const given = chosen.args.length > 0 ? `(id: "w${which}")` : "";
    // One alias for one meaning, or most documents would be refused for fields that cannot be merged.
    const key = given === "" ? alias : `ward${which}: `;
    return `${key}${chosen.name}${given}${condition(bare)} ${isCompositeType(named) ? selections(named, depth - 1) : ""}`;
  };
  const fragment = (type: GraphQLCompositeType, depth: number, bare: boolean): string => {
    const possible = isAbstractType(type) ? [...schema.getPossibleTypes(type)] : [type];
    const wider = Object.values(schema.getTypeMap()).filter(
      (each) =>
        isInterfaceType(each) && possible.some((one) => isObjectType(one) && schema.isSubType(each, one)),
    );
    const conditions = [type, ...possible, ...wider].filter(isCompositeType);
    const on = conditions[random(conditions.length)] ?? type;
    const inner = selections(on, depth);
    if (random(3) > 0) return `... on ${on.name}${condition(bare)} ${inner}`;
    const name = `f${fragments.length}`;
    fragments.push(`fragment ${name} on ${on.name} ${inner}`);
    return `...${name}${condition(bare)}`;
  };
  const query = schema.getQueryType();
  const body = query ? selections(query, 3) : "";
  return `query ($yes: Boolean! = true, $no: Boolean! = false) ${body} ${fragments.join("\n")}`;
}

test("whatever is asked with whatever rights, the gateway withholds what an ordinary server would refuse", async () => {
  const { schema, fieldResolver } = ordinary();
  const { run } = openGraph(sources, {
    document: {
      tokensMax: 100_000,
      fieldsMax: 100_000,
      aliasesMax: 10_000,
      directivesMax: 10_000,
      rootFieldsMax: 1_000,
    },
  });
  let compared = 0;
  let refused = 0;

  for (let seed = 1; compared < operationsCompared; seed += 1) {
    const random = randomBy(seed);
    const query = writeOperation(schema, random);
    const document = parse(query);
    if (validate(schema, document).length > 0) continue;
    const held = rights.filter(() => random(3) > 0);
    const principal = userWith(...held.map((right) => `it:${right}`));
    expect(can(principal, "it:none")).toBe(false);

    const expected = await execute({ schema, document, fieldResolver, contextValue: new Set(held) });
    const answer = await run(query, { principal });

    const told = `seed ${seed}, rights ${held.join(" ")}: ${query}`;
    expect(plain(answer.data), told).toEqual(plain(expected.data));
    expect(Boolean(answer.errors), told).toBe(Boolean(expected.errors));
    compared += 1;
    if (expected.errors) refused += 1;
  }

  expect(refused).toBeGreaterThan(operationsCompared / 6);
}, 60_000);

function plain(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data ?? null));
}

test("the two servers are about the same graph", () => {
  const { schema } = ordinary();
  const { graph } = openGraph(sources);
  for (const name of ["Query", "Ward", "Doctor", "Nurse", "Safe", "Bill"]) {
    const fieldsOf = (of: GraphQLSchema) => {
      const type = of.getType(name);
      return isObjectType(type)
        ? Object.values(type.getFields())
            .map((each) => `${each.name}: ${each.type.toString()}`)
            .toSorted()
        : [];
    };
    expect(fieldsOf(graph.loaded.apiSchema)).toEqual(fieldsOf(schema));
  }
});
