import type { Client, Sink, SubscribePayload } from "graphql-ws";
import { expect, test } from "vitest";
import { Places } from "./places.ts";

/** Takes the place of the connection: `sent` is what it would write when it connects. */
function line() {
  const open: { payload: SubscribePayload; sink: Sink }[] = [];
  const client: Pick<Client, "subscribe"> = {
    subscribe(payload, sink) {
      open.push({ payload, sink });
      return () => undefined;
    },
  };
  const sent = (at: number): SubscribePayload => JSON.parse(JSON.stringify(open.at(at)?.payload));
  return { client, sent, sink: (at: number) => open.at(at)?.sink };
}

const payload = { query: "subscription { accountStatusChanged { id } }", variables: {} };
const nobody: Sink = { next: () => undefined, error: () => undefined, complete: () => undefined };

test("a subscription that is sent again asks for what came after its last event", () => {
  const { client, sent, sink } = line();
  new Places().subscribe(client, payload, nobody);
  expect(sent(0)).toEqual(payload);

  sink(0)?.next({ data: {}, extensions: { cursor: "a.1" } });
  sink(0)?.next({ data: {} });

  expect(sent(0)).toEqual({ ...payload, extensions: { resumeAfter: "a.1" } });
});

test("one that the server ended goes on where it stood; other variables are another subscription", () => {
  const { client, sent, sink } = line();
  const places = new Places();
  places.subscribe(client, payload, nobody);
  sink(0)?.next({ data: {}, extensions: { cursor: "a.2" } });
  sink(0)?.complete();

  places.subscribe(client, payload, nobody);
  places.subscribe(client, { ...payload, variables: { accountIds: ["1"] } }, nobody);

  expect(sent(1).extensions).toEqual({ resumeAfter: "a.2" });
  expect(sent(2).extensions).toBeUndefined();
});

test.each([
  ["one that was left on purpose", (_: Sink | undefined, leave: () => void) => leave()],
  [
    "one whose place the server no longer keeps",
    (sink: Sink | undefined) => sink?.error([{ message: "", extensions: { code: "RESUME_GAP" } }]),
  ],
])("%s begins anew", (_, end) => {
  const { client, sent, sink } = line();
  const places = new Places();
  const leave = places.subscribe(client, payload, nobody);
  sink(0)?.next({ data: {}, extensions: { cursor: "a.3" } });

  end(sink(0), leave);
  places.subscribe(client, payload, nobody);

  expect(sent(1).extensions).toBeUndefined();
});

test("an error that is no gap keeps the place", () => {
  const { client, sent, sink } = line();
  const places = new Places();
  places.subscribe(client, payload, nobody);
  sink(0)?.next({ data: {}, extensions: { cursor: "a.4" } });

  sink(0)?.error([{ message: "", extensions: { code: "UNAVAILABLE" } }]);
  places.subscribe(client, payload, nobody);

  expect(sent(1).extensions).toEqual({ resumeAfter: "a.4" });
});
