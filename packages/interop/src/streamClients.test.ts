import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { createClient as createSseClient } from "graphql-sse";
import { createClient as createSocketClient } from "graphql-ws";
import { Agent, EventSource } from "undici";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { userWith } from "@wegraph/gateway/testing/graph";
import { readingsGraph } from "@wegraph/gateway/testing/readings";
import { bearer, eventually, runGateway } from "@wegraph/gateway/testing/running";

// Clients that we did not write, as their users set them up, against the gateway: to the end of a stream, into a
// refusal, and across a gateway that is replaced by another at the same address.

const query = "subscription { bookRead { at reader { name } } }";
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

interface Reading {
  data?: { bookRead: { at: number } } | null;
  extensions?: { cursor?: string };
}

/** A gateway that can be replaced by its successor: a new process, but the same address and subgraphs. */
async function open() {
  const { sources, readings, read } = readingsGraph({ remembers: true });
  const serve = (port?: number) => {
    return runGateway(sources, {
      ...(port !== undefined && { port }),
      // In force before the port is open: clients come back at once.
      authenticate: async () => userWith(),
      config: { streams: { reconnectMs: 50 } },
    });
  };
  let running = await serve();
  onTestFinished(() => running.gateway.stop());
  return {
    url: `${running.url}/graphql`,
    socketUrl: `ws://127.0.0.1:${running.port}/graphql`,
    readings,
    read,
    replace: async (meanwhile: () => void) => {
      await running.gateway.stop();
      meanwhile();
      running = await serve(running.port);
    },
  };
}

/** What a client got, and how its subscription ended. */
function collector() {
  const got = { numbers: [] as number[], cursor: undefined as string | undefined, ends: [] as unknown[] };
  const next = ({ data, extensions }: Reading) => {
    if (data) got.numbers.push(data.bookRead.at);
    got.cursor = extensions?.cursor ?? got.cursor;
  };
  const end = (what: unknown) => void got.ends.push(what);
  return {
    got,
    sink: { next: (value: unknown) => next(value as Reading), error: end, complete: () => end("complete") },
  };
}

describe("graphql-ws", () => {
  test("is told of a stream's events and end", async () => {
    const { socketUrl, readings, read } = await open();
    const client = createSocketClient({
      url: socketUrl,
      webSocketImpl: WebSocket,
      connectionParams: bearer("ada"),
    });
    const { got, sink } = collector();
    client.subscribe({ query }, sink);
    await eventually(() => readings.size === 1);

    upTo(3).forEach(() => read());
    await eventually(() => got.numbers.length === 3);
    readings.end();
    await eventually(() => got.ends.length === 1);

    expect(got).toMatchObject({ numbers: [1, 2, 3], ends: ["complete"] });
    await client.dispose();
  });

  test("reconnects by itself when the gateway drains, and with its cursor loses nothing", async () => {
    const { socketUrl, readings, read, replace } = await open();
    const client = createSocketClient({
      url: socketUrl,
      webSocketImpl: WebSocket,
      connectionParams: bearer("ada"),
      retryAttempts: 1_000,
      // By itself it takes an address where nobody listens yet for the end.
      shouldRetry: () => true,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 50)),
    });
    const { got, sink } = collector();
    // The client sends the payload again as it then is.
    const extensions: Record<string, unknown> = {};
    client.subscribe(
      { query, extensions },
      { ...sink, next: (value) => (sink.next(value), (extensions["resumeAfter"] = got.cursor)) },
    );
    await eventually(() => readings.size === 1);
    upTo(3).forEach(() => read());
    await eventually(() => got.numbers.length === 3);

    await replace(() => upTo(3).forEach(() => read()));
    await eventually(() => got.numbers.length === 6);
    read();
    await eventually(() => got.numbers.length === 7);

    expect(got).toMatchObject({ numbers: upTo(7), ends: [] });
    await client.dispose();
  });
});

describe("graphql-sse", () => {
  test("is told of a stream's events and end, and of a refusal", async () => {
    const { url, readings, read } = await open();
    const client = createSseClient({ url, headers: bearer("ada"), retryAttempts: 0 });
    const { got, sink } = collector();
    client.subscribe({ query }, sink);
    const refused = collector();
    client.subscribe({ query: "subscription { pageTurned }" }, refused.sink);
    await eventually(() => readings.size === 1 && refused.got.ends.length === 1);

    upTo(3).forEach(() => read());
    await eventually(() => got.numbers.length === 3);
    readings.end();
    await eventually(() => got.ends.length === 1);

    expect(got).toMatchObject({ numbers: [1, 2, 3], ends: ["complete"] });
    expect(String(refused.got.ends[0])).toContain("403");
    client.dispose();
  });

  test("reconnects by itself when the gateway drains, and with its cursor loses nothing", async () => {
    const { url, readings, read, replace } = await open();
    const { got, sink } = collector();
    const client = createSseClient({
      url,
      headers: () => ({ ...bearer("ada"), ...(got.cursor !== undefined && { "last-event-id": got.cursor }) }),
      retryAttempts: 1_000,
      retry: () => new Promise((resolve) => setTimeout(resolve, 50)),
    });
    client.subscribe({ query }, sink);
    await eventually(() => readings.size === 1);
    upTo(3).forEach(() => read());
    await eventually(() => got.numbers.length === 3);

    await replace(() => upTo(3).forEach(() => read()));
    await eventually(() => got.numbers.length === 6);

    expect(got).toMatchObject({ numbers: upTo(6), ends: [] });
    client.dispose();
  });
});

test("an EventSource comes back by itself, with the last event it had, and loses nothing", async () => {
  const { url, readings, read, replace } = await open();
  const numbers: number[] = [];
  const completed: unknown[] = [];
  const dispatcher = new Agent().compose((dispatch) => (options, handler) => {
    const { headers, ...rest } = options;
    return dispatch(
      { ...rest, headers: { ...(headers as Record<string, string>), ...bearer("ada") } },
      handler,
    );
  });
  const source = new EventSource(`${url}?query=${encodeURIComponent(query)}`, { node: { dispatcher } });
  source.addEventListener("next", (event) => {
    const { data } = event as { data?: string };
    numbers.push((JSON.parse(data ?? "") as { data: { bookRead: { at: number } } }).data.bookRead.at);
  });
  source.addEventListener("complete", (event) => {
    completed.push(event);
    source.close();
  });
  await eventually(() => readings.size === 1);
  upTo(3).forEach(() => read());
  await eventually(() => numbers.length === 3);

  await replace(() => upTo(3).forEach(() => read()));
  await eventually(() => numbers.length === 6, 8_000);
  readings.end();
  await eventually(() => completed.length === 1);

  expect(numbers).toEqual(upTo(6));
}, 20_000);

describe("Apollo Client", () => {
  const links = {
    "multipart responses": (url: string) => new HttpLink({ uri: url, headers: bearer("ada") }),
    "a socket": (url: string) =>
      new GraphQLWsLink(
        createSocketClient({
          url: url.replace("http", "ws"),
          webSocketImpl: WebSocket,
          connectionParams: bearer("ada"),
          retryAttempts: 0,
        }),
      ),
  };

  test.each(Object.entries(links))(
    "over %s is told of a stream's events and end, and of a refusal",
    async (_, link) => {
      const { url, readings, read } = await open();
      const client = new ApolloClient({ link: link(url), cache: new InMemoryCache() });
      const { got, sink } = collector();
      client.subscribe({ query: gql(query) }).subscribe(sink);
      await eventually(() => readings.size === 1);
      const refused = collector();
      client
        .subscribe({ query: gql("subscription { pageTurned }") })
        .subscribe({ ...refused.sink, next: ({ error }) => refused.sink.error(error) });

      upTo(3).forEach(() => read());
      await eventually(() => got.numbers.length === 3);
      readings.end();
      await eventually(() => got.ends.length === 1 && refused.got.ends.length > 0);

      expect(got).toMatchObject({ numbers: [1, 2, 3], ends: ["complete"] });
      expect(refused.got.ends[0]).toBeInstanceOf(Error);
      client.stop();
    },
  );

  test("over multipart responses is told of a gap, and that a connection broke off", async () => {
    const { url, readings, read, replace } = await open();
    upTo(10).forEach(() => read());
    readings.forgetAllBut(2);
    const client = new ApolloClient({
      link: new HttpLink({ uri: url, headers: bearer("ada") }),
      cache: new InMemoryCache(),
    });
    const seen: unknown[] = [];
    client
      .subscribe({
        query: gql(query),
        fetchPolicy: "no-cache",
        extensions: { resumeAfter: "1-3" },
        context: { http: { includeExtensions: true } },
      })
      .subscribe({ next: ({ error }) => void seen.push(error), error: (error) => void seen.push(error) });
    await eventually(() => seen.length === 1 && readings.size === 0);
    const { got, sink } = collector();
    const broken: unknown[] = [];
    client.subscribe({ query: gql(query) }).subscribe({
      ...sink,
      next: (result) => (result.error ? void broken.push(result.error) : sink.next(result)),
    });
    await eventually(() => readings.size === 1);
    read();
    await eventually(() => got.numbers.length === 1);
    await replace(() => undefined);
    await eventually(() => broken.length + got.ends.length > 0);

    expect(seen[0]).toMatchObject({
      errors: [{ extensions: { code: "RESUME_GAP", reason: "CURSOR_TOO_OLD" } }],
    });
    expect(got.numbers).toEqual([11]);
    expect(String(broken[0] ?? got.ends[0])).toMatch(/premature end/);
    client.stop();
  });
});
