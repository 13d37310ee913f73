import { createClient } from "graphql-ws";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { Health } from "@wegraph/kit/health";
import { Metrics } from "@wegraph/kit/metrics";
import { PrincipalSeal } from "@wegraph/kit/principal";
import { RemoteSubgraph } from "@wegraph/kit/remoteSubgraph";
import { serveSubgraph } from "@wegraph/kit/server";
import { forwardWebhooks } from "./forwardWebhooks.ts";
import { quiet, subgraphOf, userWith } from "./testing/graph.ts";
import { readingsGraph } from "./testing/readings.ts";
import { bearer, eventually, runGateway } from "./testing/running.ts";
import type { GraphqlAnswer } from "./testing/running.ts";

const seal = new PrincipalSeal("s".repeat(43));
const parts = () => ({ seal, log: quiet, health: new Health(), metrics: new Metrics("test") });

/** Each subgraph behind a port of its own, as in processes apart. */
async function apart() {
  const { sources, readings, read } = readingsGraph();
  const [people, shelf] = sources;
  if (!people || !shelf) throw new Error("the shop has two subgraphs");
  const received: string[] = [];
  const webhook = async ({ path, rawBody }: { path: string; rawBody: Buffer }) => {
    received.push(`${path}: ${rawBody.toString()}`);
    return { status: 200, body: "success" };
  };
  const servePeople = () => serveSubgraph({ subgraph: subgraphOf(people), port: 0, ...parts() });
  const serveShelf = (port = 0) => serveSubgraph({ subgraph: subgraphOf(shelf), port, webhook, ...parts() });
  const servers = { people: await servePeople(), shelf: await serveShelf() };
  const urls = new Map(
    Object.entries(servers).map(([name, { port }]) => [name, `http://127.0.0.1:${port}/graphql`]),
  );
  const links = [...urls].map(([name, url]) => new RemoteSubgraph(name, url, seal));
  const running = await runGateway(sources, {
    links,
    webhooks: forwardWebhooks(urls, new Map([["parcels", "shelf"]])),
  });
  running.tokens.set("ada", userWith());
  return {
    running,
    servers,
    serveShelf,
    readings,
    read,
    received,
    close: async () => {
      await running.gateway.stop();
      for (const link of links) await link.close();
      for (const server of Object.values(servers)) await server.close();
    },
  };
}

test("subgraphs behind ports of their own answer as those in the process do, live as well", async () => {
  const { running, readings, read, close } = await apart();
  const client = createClient({
    url: `ws://127.0.0.1:${running.port}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: bearer("ada"),
  });
  const answers: GraphqlAnswer[] = [];

  const { body } = await running.graphql(
    { query: `{ people { name books { title author { name } } signature } whoAmI }` },
    bearer("ada"),
  );
  client.subscribe(
    { query: `subscription { bookRead { at reader { name } } }` },
    { next: (a) => void answers.push(a as GraphqlAnswer), error() {}, complete() {} },
  );
  await eventually(() => readings.size === 1);
  const at = read("2");
  await eventually(() => answers.length === 1);

  expect(body.errors).toBeUndefined();
  expect(body.data).toMatchObject({
    whoAmI: "Ada from 127.0.0.1",
    people: [{ signature: "-- ada@example.com" }, {}],
  });
  expect(answers).toEqual([{ data: { bookRead: { at, reader: { name: "Ben" } } } }]);
  await client.dispose();
  await close();
});

test("a subgraph that restarts takes its streams up again, and meanwhile costs only its own fields", async () => {
  const { running, servers, serveShelf, readings, read, close } = await apart();
  const client = createClient({
    url: `ws://127.0.0.1:${running.port}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: bearer("ada"),
  });
  const answers: GraphqlAnswer[] = [];
  const ends: unknown[] = [];
  const end = (what: unknown) => void ends.push(what);
  client.subscribe(
    { query: `subscription { bookRead { at reader { name } } }` },
    { next: (a) => void answers.push(a as GraphqlAnswer), error: end, complete: () => end("complete") },
  );
  await eventually(() => readings.size === 1);
  const { port } = servers.shelf;

  readings.breakOff();
  await servers.shelf.close();
  const { body } = await running.graphql({ query: `{ best { title } people { name } }` });
  servers.shelf = await serveShelf(port);
  await eventually(() => (read("1"), answers.length > 0), 15_000);

  expect(body.data).toMatchObject({ best: null, people: [{ name: "Ada" }, { name: "Ben" }] });
  expect(body.errors).toMatchObject([
    { path: ["best"], extensions: { code: "UNAVAILABLE", reason: "SUBGRAPH_UNREACHABLE" } },
  ]);
  expect(ends).toEqual([]);
  await client.dispose();
  await close();
}, 30_000);

test("webhooks reach the subgraph behind their name, and its absence asks for another try", async () => {
  const { running, servers, received, close } = await apart();
  const send = () =>
    fetch(`${running.url}/webhooks/parcels/delivery/7?x=1`, { method: "POST", body: "parcel" });

  // The name outside is the only one: what one door refuses must not pass by another.
  expect((await fetch(`${running.url}/webhooks/shelf/delivery/7`, { method: "POST" })).status).toBe(404);
  const answer = await send();
  await servers.shelf.close();
  const without = await send();

  expect([answer.status, await answer.text(), received]).toEqual([200, "success", ["delivery/7: parcel"]]);
  expect(without.status).toBe(503);
  servers.shelf = servers.people;
  await close().catch(() => undefined);
});
