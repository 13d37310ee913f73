import { ApolloClient, InMemoryCache, gql } from "@apollo/client";
import { BatchHttpLink } from "@apollo/client/link/batch-http";
import type { DocumentNode } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { userWith } from "@wegraph/gateway/testing/graph";
import { bearer, runGateway } from "@wegraph/gateway/testing/running";
import { peopleSubgraph } from "@wegraph/gateway/testing/shop";

// Apollo Client as it is set up to send what a page asks for at one time in one request.

let running: Awaited<ReturnType<typeof runGateway>>;
beforeAll(async () => {
  running = await runGateway([peopleSubgraph]);
  running.tokens.set("ada", userWith());
});
afterAll(() => running.gateway.stop());

/** A client, and the bodies of what it sent. */
function openClient(options: { batchMax?: number } = {}) {
  const sent: unknown[] = [];
  const link = new BatchHttpLink({
    uri: `${running.url}/graphql`,
    batchInterval: 5,
    headers: bearer("ada"),
    ...options,
    fetch: (url, init) => {
      if (typeof init?.body === "string") sent.push(JSON.parse(init.body));
      return fetch(url, init);
    },
  });
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const ask = (query: DocumentNode, variables = {}) => client.query({ query, variables, errorPolicy: "all" });
  return { client, sent, ask };
}

const person = gql`
  query Person($id: ID!) {
    person(id: $id) {
      name
    }
  }
`;

test("what is asked for at one time goes in one request, and each answer finds its question", async () => {
  const { client, sent, ask } = openClient();

  const answers = await Promise.all([
    ask(person, { id: "1" }),
    ask(person, { id: "2" }),
    ask(gql`
      query Failing {
        failing
      }
    `),
    client.mutate({
      mutation: gql`
        mutation {
          rename(id: "2", name: "Bea") {
            name
          }
        }
      `,
    }),
  ]);

  expect(sent).toHaveLength(1);
  expect(answers.map(({ data }) => data)).toMatchObject([
    { person: { name: "Ada" } },
    { person: { name: "Ben" } },
    { failing: null },
    { rename: { name: "Bea" } },
  ]);
  expect(answers.map(({ error }) => error !== undefined)).toEqual([false, false, true, false]);
});

test("ten, the client's own maximum unless told otherwise, are taken; more come in further requests", async () => {
  const { sent, ask } = openClient();
  const all = Array.from({ length: 23 }, (_, n) => ask(person, { id: String(n) }));

  const answers = await Promise.all(all);

  expect(sent.map((each) => (Array.isArray(each) ? each.length : 0))).toEqual([10, 10, 3]);
  expect(answers.every(({ error }) => error === undefined)).toBe(true);
});

test("a batch beyond the maximum fails for each of its operations, with the limit in words", async () => {
  const { ask } = openClient({ batchMax: 50 });
  const all = Array.from({ length: 11 }, (_, n) => ask(person, { id: String(n) }));

  const errors = (await Promise.all(all)).map(({ error }) => error);

  const limit = expect.stringContaining("at most 10 are accepted") as unknown;
  for (const error of errors) expect(error).toMatchObject({ statusCode: 400, bodyText: limit });
});
