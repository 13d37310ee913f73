import { parse } from "graphql";
import type { DocumentNode } from "graphql";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { registered } from "../../scripts/manifest.mjs";
import { createApolloClient } from "./apolloClient.ts";

const sent = z.object({
  query: z.string().optional(),
  extensions: z.object({ persistedQuery: z.object({ sha256Hash: z.string() }).optional() }).optional(),
});
const asked: z.infer<typeof sent>[] = [];
const known = new Set<string>();

/** The network, with a gateway behind it that knows some operations by their hashes. */
function answer(_path: string, { body }: { body: string }): Response {
  const request = sent.parse(JSON.parse(body));
  asked.push(request);
  const isKnown = known.has(request.extensions?.persistedQuery?.sha256Hash ?? "");
  if (request.query === undefined && !isKnown)
    return Response.json({
      errors: [{ message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }],
    });
  return Response.json({ data: { viewer: { __typename: "Viewer", name: "Ada" } } });
}

beforeEach(() => vi.stubGlobal("fetch", async (path: string, init: { body: string }) => answer(path, init)));

afterEach(() => {
  vi.unstubAllGlobals();
  asked.splice(0);
  known.clear();
});

const written = parse("query Who { viewer { ...Named } } fragment Named on Viewer { name }", {
  noLocation: true,
});
const { id, body } = registered(written);
const asBuilt: DocumentNode & { __meta__: { hash: string } } = { ...written, __meta__: { hash: id } };
const byHash = { persistedQuery: { sha256Hash: id } };

async function ask(query: DocumentNode): Promise<unknown> {
  type Parts = Parameters<typeof createApolloClient>;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a query needs the session's token, and no socket
  const parts = [{ token: async () => "a token" }, { asClient: {} }] as unknown as Parts;
  const { data } = await createApolloClient(...parts).query({ query });
  return data;
}

test("a registered operation goes out as its hash alone", async () => {
  known.add(id);

  expect(await ask(asBuilt)).toMatchObject({ viewer: { name: "Ada" } });

  expect(asked).toEqual([{ extensions: byHash }]);
});

test("a gateway that does not know it gets the text, which has the hash that the build wrote", async () => {
  expect(await ask(asBuilt)).toMatchObject({ viewer: { name: "Ada" } });

  expect(asked).toEqual([{ extensions: byHash }, { query: body, extensions: byHash }]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(asked[1]?.query));
  expect(Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")).toBe(id);
});

test("an operation without a hash goes out as text", async () => {
  expect(await ask(written)).toMatchObject({ viewer: { name: "Ada" } });

  expect(asked).toMatchObject([{ query: body }]);
});
