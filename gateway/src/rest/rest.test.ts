import { buildSchema } from "graphql";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Validator } from "@seriousme/openapi-schema-validator";
import { AppError, invalidInput } from "@wegraph/kit/errors";
import type { SubgraphSource } from "../testing/graph.ts";
import { compose, userWith } from "../testing/graph.ts";
import { bearer, runGateway } from "../testing/running.ts";
import { openApiOf } from "./openApi.ts";
import type { RestRoute } from "./route.ts";
import { restRoutes } from "./routes/routes.ts";
import { RouteTable } from "./routeTable.ts";

interface Parcel {
  id: string;
  name: string;
  weight: number | null;
  tags: string[];
}

/** What arrived at the resolvers: the last arguments of each field. */
const seen: Record<string, unknown> = {};
const parcels: Parcel[] = [
  { id: "p1", name: "Books", weight: 3, tags: ["paper"] },
  { id: "p2", name: "Lamp", weight: null, tags: [] },
];

const parcelSubgraph: SubgraphSource = {
  name: "parcels",
  sdl: `
    type Query {
      "One parcel."
      parcel(id: ID!): Parcel @requiresScopes(scopes: [["parcel:read"]])
      parcels(first: Int, only: ParcelFilter): [Parcel!]! @requiresScopes(scopes: [["parcel:read"]])
      shelf(first: Int, only: ParcelFilter): Shelf @requiresScopes(scopes: [["parcel:read"]])
    }
    type Shelf { parcels: [Parcel!]! size: Int! }
    input ParcelFilter {
      "Part of the name."
      search: String
      kinds: [Kind!]
      heavy: Boolean
    }
    enum Kind {
      "In a box."
      BOX
      BAG
    }
    input SendInput { name: String! weight: Float = 1 tags: [String!] key: String }
    type Parcel {
      id: ID!
      "What it says on it."
      name: String!
      weight: Float
      tags: [String!]!
      secret: String @requiresScopes(scopes: [["parcel:secrets"]])
      kind: Kind!
    }
    type Mutation {
      sendParcel(input: SendInput!): SendPayload! @requiresScopes(scopes: [["parcel:send"]])
      burnParcel(id: ID!): BurnPayload! @requiresScopes(scopes: [["parcel:send"]])
    }
    type SendPayload { parcel: Parcel! }
    type BurnPayload { burntId: ID! }
  `,
  resolvers: {
    Query: {
      parcel: (_: unknown, { id }: { id: string }) => parcels.find((parcel) => parcel.id === id) ?? null,

      shelf(_: unknown, args: object) {
        seen["shelf"] = args;
        return { parcels, size: parcels.length };
      },
    },
    Parcel: { secret: () => "hidden", kind: () => "BOX" },
    Mutation: {
      sendParcel(_: unknown, { input }: { input: Parcel & { key?: string } }) {
        seen["sendParcel"] = input;
        if (input.name === "")
          throw invalidInput([{ path: ["input", "name"], message: "must not be empty" }]);
        if (input.key === "long") throw invalidInput([{ path: ["input", "key"], message: "too long" }]);
        if (input.tags?.includes("bad"))
          throw invalidInput([{ path: ["input", "tags", input.tags.indexOf("bad")], message: "no" }]);
        if (input.name === "again")
          throw new AppError("IDEMPOTENCY_CONFLICT", "KEY_REUSED", "Another input.");
        if (input.name === "bug") throw new Error("password=hunter2");
        return { parcel: { ...parcels[0], name: input.name } };
      },
      burnParcel: (_: unknown, { id }: { id: string }) => {
        if (id !== "p1") throw new AppError("NOT_FOUND", "PARCEL_NOT_FOUND", "There is no such parcel.");
        return { burntId: id };
      },
    },
  },
};

const parcel = "parcel_id: id name weight tags kind";
const tag = "Parcels";
const routes: readonly RestRoute[] = [
  {
    method: "GET",
    path: "/api/parcels",
    summary: "All parcels.",
    tag,
    status: 200,
    acceptsTenantId: true,
    document: `query List($size: Int = 2, $search: String, $kind: [Kind!], $heavy: Boolean) {
      shelf(first: $size, only: { search: $search, kinds: $kind, heavy: $heavy }) { parcels { ${parcel} } size }
    }`,
    body: ["shelf"],
  },
  {
    method: "POST",
    path: "/api/parcels",
    summary: "Sends one.",
    tag,
    status: 201,
    location: "/api/parcels/{parcel_id}",
    acceptsTenantId: true,
    document: `mutation Send($parcel_name: String!, $weight: Float, $tags: [String!], $idempotency_key: String) {
      sendParcel(input: { name: $parcel_name, weight: $weight, tags: $tags, key: $idempotency_key }) {
        parcel { ${parcel} }
      }
    }`,
    body: ["sendParcel", "parcel"],
  },
  {
    method: "GET",
    path: "/api/parcels/{parcel_id}",
    summary: "One.",
    tag,
    status: 200,
    document: `query Get($parcel_id: ID!) { parcel(id: $parcel_id) { ${parcel} secret } }`,
    body: ["parcel"],
  },
  {
    method: "DELETE",
    path: "/api/parcels/{parcel_id}",
    summary: "Burns one.",
    tag,
    status: 204,
    document: "mutation Burn($parcel_id: ID!) { burnParcel(id: $parcel_id) { parcel_id: burntId } }",
    body: ["burnParcel"],
  },
  {
    method: "GET",
    path: "/api/elsewhere",
    summary: "Of a graph that is not this one.",
    tag,
    status: 200,
    document: "query Elsewhere { accounts { nodes { id } } }",
    body: ["accounts"],
  },
];

let running: Awaited<ReturnType<typeof runGateway>>;
const tenantId = userWith().tenantId;

beforeAll(async () => {
  running = await runGateway([parcelSubgraph], {
    routes,
    config: { bodyBytesMax: 5_000, allowedOrigins: ["https://shop.example"] },
  });
  running.tokens.set("all", userWith("parcel:read", "parcel:send", "parcel:secrets"));
  running.tokens.set("reader", userWith("parcel:read"));
});
afterAll(() => running.gateway.stop());

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(running.url + path, {
    method,
    headers: {
      ...bearer("all"),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = (text === "" ? null : JSON.parse(text)) as Refusal & Record<string, unknown>;
  return { status: response.status, headers: response.headers, answer };
}

interface Refusal {
  errors: { message: string; extensions: Record<string, unknown> }[];
}

const refusalOf = ({ status, answer }: { status: number; answer: Refusal }) => [
  status,
  answer.errors[0]?.extensions["code"],
  answer.errors[0]?.extensions["reason"],
];
const issuesOf = ({ answer }: { answer: Refusal }) => answer.errors[0]?.extensions["issues"];

describe("a route", () => {
  test("answers with its operation's data under the names its aliases give", async () => {
    const { status, headers, answer } = await call("GET", "/api/parcels/p1");

    expect(status).toBe(200);
    expect(answer).toEqual({
      parcel_id: "p1",
      name: "Books",
      weight: 3,
      tags: ["paper"],
      kind: "BOX",
      secret: "hidden",
    });
    expect(headers.get("ratelimit-remaining")).toMatch(/^\d+$/);
    expect(headers.get("x-request-id")).toBeTruthy();
  });

  test("turns the texts of a query string into what the operation's types are", async () => {
    await call("GET", "/api/parcels?size=7&heavy=true&search=5&kind=BOX&kind=BAG");

    expect(seen["shelf"]).toEqual({ first: 7, only: { search: "5", kinds: ["BOX", "BAG"], heavy: true } });
  });

  test("leaves out what the caller left out, so that defaults and 'stays as it is' hold", async () => {
    await call("GET", "/api/parcels");
    expect(seen["shelf"]).toEqual({ first: 2, only: {} });

    await call("POST", "/api/parcels", { parcel_name: "Hat" });
    expect(seen["sendParcel"]).toEqual({ name: "Hat", weight: 1 });
    await call("POST", "/api/parcels", { parcel_name: "Hat", weight: null });
    expect(seen["sendParcel"]).toEqual({ name: "Hat", weight: null });
  });

  test("says where a thing just made is, and takes the Idempotency-Key header as the argument", async () => {
    const made = await call("POST", "/api/parcels", { parcel_name: "Hat" }, { "Idempotency-Key": "k-1" });

    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe("/api/parcels/p1");
    expect(seen["sendParcel"]).toMatchObject({ name: "Hat", key: "k-1" });
  });

  test("that has nothing to say answers 204 without a body", async () => {
    const gone = await call("DELETE", "/api/parcels/p1");

    expect([gone.status, gone.answer]).toEqual([204, null]);
  });

  test("answers HEAD as GET without the body", async () => {
    const response = await fetch(`${running.url}/api/parcels/p1`, { method: "HEAD", headers: bearer("all") });

    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  test("gives what the caller may see and says what it may not", async () => {
    const { status, answer } = await call("GET", "/api/parcels/p1", undefined, bearer("reader"));

    expect(status).toBe(200);
    expect(answer["secret"]).toBeNull();
    expect(answer["name"]).toBe("Books");
    expect(answer.errors[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a refusal", () => {
  test("has the graph's own code and a fitting status", async () => {
    expect(refusalOf(await call("GET", "/api/parcels/p9"))).toEqual([404, "NOT_FOUND", "RESOURCE_NOT_FOUND"]);
    expect(refusalOf(await call("DELETE", "/api/parcels/p9"))).toEqual([
      404,
      "NOT_FOUND",
      "PARCEL_NOT_FOUND",
    ]);
    expect(refusalOf(await call("POST", "/api/parcels", { parcel_name: "again" }))).toEqual([
      409,
      "IDEMPOTENCY_CONFLICT",
      "KEY_REUSED",
    ]);
    const send = await call("POST", "/api/parcels", { parcel_name: "x" }, bearer("reader"));
    expect(send.status).toBe(403);
    const bug = await call("POST", "/api/parcels", { parcel_name: "bug" });
    expect(bug.status).toBe(500);
    expect(JSON.stringify(bug.answer)).not.toContain("hunter2");
  });

  test("of a caller without a credential, or with a bad one, is 401", async () => {
    const nobody = await fetch(`${running.url}/api/parcels`);
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get("www-authenticate")).toBe("Bearer");
    expect((await call("GET", "/api/parcels", undefined, bearer("guess"))).status).toBe(401);
  });

  test("of an input names the route's parameter, never the graph's argument", async () => {
    const empty = await call("POST", "/api/parcels", { parcel_name: "" });
    expect(refusalOf(empty)).toEqual([400, "INVALID_INPUT", "INPUT_REFUSED"]);
    expect(issuesOf(empty)).toEqual([{ path: ["parcel_name"], message: "must not be empty" }]);
    expect(empty.answer.errors[0]?.message).toBe("parcel_name: must not be empty");

    const tags = await call("POST", "/api/parcels", { parcel_name: "x", tags: ["good", "bad"] });
    expect(issuesOf(tags)).toEqual([{ path: ["tags", 1], message: "no" }]);

    const key = await call("POST", "/api/parcels", { parcel_name: "x" }, { "Idempotency-Key": "long" });
    expect(issuesOf(key)).toEqual([{ path: ["idempotency-key"], message: "too long" }]);

    const wrong = await call("POST", "/api/parcels", { weight: "heavy" });
    expect(wrong.status).toBe(400);
    expect(issuesOf(wrong)).toMatchObject([{ path: ["parcel_name"] }, { path: ["weight"] }]);
  });

  test.each([
    ["/api/parcels?sise=7", ["sise"]],
    ["/api/parcels?size=many", ["size"]],
    ["/api/parcels?size=1&size=2", ["size"]],
    ["/api/parcels?kind=CRATE", ["kind", 0]],
    ["/api/parcels?heavy=1", ["heavy"]],
  ])("of %s is 400 and names what is wrong", async (path, where) => {
    const refused = await call("GET", path);

    expect(refused.status).toBe(400);
    expect(issuesOf(refused)).toMatchObject([{ path: where }]);
  });

  test("is made of unknown properties, even of names that every object has", async () => {
    for (const body of ['{"parcel_name":"x","__proto__":{"a":1}}', '{"parcel_name":"x","constructor":1}'])
      expect(refusalOf(await call("POST", "/api/parcels", body))).toEqual([
        400,
        "INVALID_INPUT",
        "PARAMETERS_INVALID",
      ]);
    expect(refusalOf(await call("POST", "/api/parcels", '{"constructor":{"name":"x"}}'))[0]).toBe(400);
  });

  test("of another tenant's id looks like that of no tenant; one's own is accepted", async () => {
    const own = await call("GET", `/api/parcels?tenant_id=${tenantId}`);
    const other = await call("GET", "/api/parcels?tenant_id=0192f000-0000-7000-8000-00000000000b");
    const written = await call("POST", "/api/parcels", { parcel_name: "x", tenant_id: "other" });

    expect(own.status).toBe(200);
    expect(refusalOf(other)).toEqual([404, "NOT_FOUND", "TENANT_NOT_FOUND"]);
    expect(refusalOf(written)).toEqual([404, "NOT_FOUND", "TENANT_NOT_FOUND"]);
    expect((await call("GET", "/api/parcels/p1?tenant_id=other")).status).toBe(400);
  });

  test("of paths, methods and bodies is 404, 405, 413 and 415", async () => {
    expect(refusalOf(await call("GET", "/api/nowhere"))).toEqual([404, "NOT_FOUND", "PATH_UNKNOWN"]);
    expect((await call("GET", "/api/parcels/p1/more")).status).toBe(404);
    expect((await call("GET", "/api/parcels/%zz")).status).toBe(404);
    const put = await call("PUT", "/api/parcels", {});
    expect(refusalOf(put)).toEqual([405, "INVALID_INPUT", "METHOD_NOT_ALLOWED"]);
    expect(put.headers.get("allow")).toBe("GET, POST");
    expect((await call("POST", "/api/parcels", { parcel_name: "x".repeat(6_000) })).status).toBe(413);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk"])
      expect(
        (await call("POST", "/api/parcels", '{"parcel_name":"x"}', { "content-type": type })).status,
      ).toBe(415);
    expect((await call("POST", "/api/parcels", "[]")).status).toBe(400);
    expect((await call("POST", "/api/parcels", "{")).status).toBe(400);
    const latin1 = await fetch(`${running.url}/api/parcels`, {
      method: "POST",
      headers: { ...bearer("all"), "content-type": "application/json" },
      body: Buffer.from('{"parcel_name":"Caf\u00e9"}', "latin1"),
    });
    expect(refusalOf({ status: latin1.status, answer: (await latin1.json()) as Refusal })).toEqual([
      400,
      "INVALID_INPUT",
      "BODY_MALFORMED",
    ]);
  });
});

describe("pages of other origins", () => {
  const preflight = (origin: string) =>
    fetch(`${running.url}/api/parcels`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "DELETE" },
    });

  test("may call when they are on the list, and are told nothing otherwise", async () => {
    const allowed = await preflight("https://shop.example");
    expect(allowed.headers.get("access-control-allow-methods")).toContain("DELETE");
    expect(allowed.headers.get("access-control-allow-headers")).toContain("idempotency-key");
    expect(allowed.headers.get("access-control-allow-credentials")).toBeNull();
    const foreign = await preflight("https://evil.example");
    expect(foreign.headers.get("access-control-allow-methods")).toBeNull();
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  });
});

test("every call counts against the caller's limit, whichever door it takes", async () => {
  await using tight = await runGateway([parcelSubgraph], { routes, config: { rates: { principal: 2 } } });
  tight.tokens.set("all", userWith("parcel:read"));
  const get = () => fetch(`${tight.url}/api/parcels/p1`, { headers: bearer("all") });

  expect((await get()).status).toBe(200);
  expect((await tight.graphql({ query: '{ parcel(id: "p1") { id } }' }, bearer("all"))).status).toBe(200);
  const third = await get();
  expect(third.status).toBe(429);
  expect(third.headers.get("retry-after")).toMatch(/^\d+$/);
});

describe("the OpenAPI document", () => {
  test("is for those who may read the schema, and lists what this graph can answer", async () => {
    expect((await fetch(`${running.url}/api/openapi.json`)).status).toBe(401);
    const { status, answer } = await call("GET", "/api/openapi.json");
    expect(status).toBe(200);
    expect(Object.keys(answer["paths"] as object)).toEqual(["/api/parcels", "/api/parcels/{parcel_id}"]);
    expect((await call("POST", "/api/openapi.json", {})).status).toBe(405);
  });

  test("says of each parameter and property what the graph says of it", async () => {
    const { answer } = await call("GET", "/api/openapi.json");
    const paths = answer["paths"] as Record<string, Record<string, Record<string, unknown>>>;

    expect(paths["/api/parcels"]?.["get"]?.["parameters"]).toEqual([
      { name: "size", in: "query", schema: expect.objectContaining({ type: "integer", default: 2 }) },
      { name: "search", in: "query", description: "Part of the name.", schema: { type: "string" } },
      { name: "kind", in: "query", schema: { type: "array", items: { $ref: "#/components/schemas/Kind" } } },
      { name: "heavy", in: "query", schema: { type: "boolean" } },
      expect.objectContaining({ name: "tenant_id", in: "query" }),
    ]);
    expect(paths["/api/parcels"]?.["post"]).toMatchObject({
      operationId: "send",
      parameters: [{ name: "idempotency-key", in: "header", schema: { type: "string" } }],
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: {
              properties: {
                parcel_name: { type: "string" },
                weight: { type: ["number", "null"], default: 1 },
                tags: { type: ["array", "null"], items: { type: "string" } },
              },
              required: ["parcel_name"],
              additionalProperties: false,
            },
          },
        },
      },
    });
    expect(paths["/api/parcels/{parcel_id}"]?.["get"]).toMatchObject({
      description: "One parcel.",
      parameters: [{ name: "parcel_id", in: "path", required: true, schema: { type: "string" } }],
      responses: {
        200: {
          content: {
            "application/json": {
              schema: {
                properties: {
                  name: { type: "string", description: "What it says on it." },
                  secret: { type: ["string", "null"] },
                  kind: { $ref: "#/components/schemas/Kind" },
                },
                required: ["parcel_id", "name", "weight", "tags", "kind", "secret"],
              },
            },
          },
        },
      },
    });
    expect(answer["components"]).toMatchObject({
      schemas: { Kind: { enum: ["BOX", "BAG"], description: "- BOX: In a box." } },
    });
  });

  test("is valid OpenAPI 3.1", async () => {
    const { answer } = await call("GET", "/api/openapi.json");
    const validator = new Validator();

    expect(await validator.validate(answer)).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
  });
});

test("routes come and go with the graph, while it is in service", async () => {
  await using changing = await runGateway([parcelSubgraph], { routes });
  changing.tokens.set("all", userWith("parcel:read"));
  const paths = async () => {
    const answer = await fetch(`${changing.url}/api/openapi.json`, { headers: bearer("all") });
    return Object.keys(((await answer.json()) as { paths: object }).paths);
  };
  const statusOf = async (path: string) =>
    (await fetch(changing.url + path, { headers: bearer("all") })).status;
  const before = await paths();
  expect([before.includes("/api/elsewhere"), await statusOf("/api/elsewhere")]).toEqual([false, 404]);

  const more =
    "extend type Query { accounts: Accounts } type Accounts { nodes: [Node!]! } type Node { id: ID! }";
  const grown = compose([{ ...parcelSubgraph, sdl: parcelSubgraph.sdl + more }]);
  expect(await changing.gateway.reload(grown)).toBe("REPLACED");
  expect(await paths()).toEqual([...before, "/api/elsewhere"]);

  const less = parcelSubgraph.sdl.replace("burnParcel(id: ID!)", "burnTheParcel(id: ID!)");
  expect(await changing.gateway.reload(compose([{ ...parcelSubgraph, sdl: less }]))).toBe("REPLACED");
  const gone = await fetch(`${changing.url}/api/parcels/p1`, { method: "DELETE", headers: bearer("all") });
  expect([gone.status, gone.headers.get("allow")]).toEqual([405, "GET"]);
});

describe("Wegraph's own routes", () => {
  const schema = buildSchema(
    readFileSync(new URL("../../../docs/api/schema.graphql", import.meta.url), "utf8"),
  );
  const table = new RouteTable(restRoutes, schema);

  test("can all be answered by its graph", () => {
    expect(table.operations.map(({ route }) => `${route.method} ${route.path}`)).toEqual(
      restRoutes.map(({ method, path }) => `${method} ${path}`),
    );
  });

  test("have one meaning each, and no parameter the operation does not use", () => {
    const keys = restRoutes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(keys).size).toBe(keys.length);
    const names = table.operations.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { route, parameters } of table.operations) {
      const placeholders = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const inPath = parameters.filter(({ place }) => place === "PATH").map(({ name }) => name);
      expect(new Set(inPath), route.path).toEqual(new Set(placeholders));
    }
  });

  test("are described by valid OpenAPI 3.1", async () => {
    const document = openApiOf(table.operations, "https://wegraph.example");
    expect(await new Validator().validate({ ...document })).toEqual({ valid: true });
  });
});
