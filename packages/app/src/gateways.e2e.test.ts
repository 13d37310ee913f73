import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApart } from "./testing/apart.ts";
import type { Apart } from "./testing/apart.ts";
import { Client, fieldOf, until } from "./testing/client.ts";
import { ResumingClient } from "./testing/resumingClient.ts";
import { statusEvents, statusQuery } from "./testing/statusEvents.ts";
import type { StatusEvent } from "./testing/statusEvents.ts";

// Two gateways before the same subgraphs, each a process: either may die or be replaced at any moment.

let apart: Apart;
beforeAll(async () => {
  apart = await startApart(2);
});
afterAll(() => apart?.stop());

test("clients of a gateway that is killed, and of one that is drained, have every event once and in order at the other", async () => {
  const [a, b] = apart.gateways;
  if (!a || !b) throw new Error("there are two gateways");
  const administrator = {
    tenantName: "Two Doors",
    email: "admin@doors.example",
    displayName: "Ada",
    password: "a-long-enough-Passphrase-7",
  };
  const setUp = await new Client(a.url).ask(
    "mutation($input: SetUpFirstAdministratorInput!) { setUpFirstAdministrator(input: $input) { accessToken tenant { id } } }",
    { input: administrator },
  );
  const { accessToken: token, tenant } = fieldOf<{ accessToken: string; tenant: { id: string } }>(
    setUp.data,
    "setUpFirstAdministrator",
  );
  const events = await statusEvents(apart.natsUrl, tenant.id);
  let door = a;
  const clients = Array.from(
    { length: 50 },
    () =>
      new ResumingClient<StatusEvent>({
        url: () => door.url,
        token,
        query: statusQuery,
        eventOf: (data) => (data as { accountStatusChanged: StatusEvent }).accountStatusChanged,
      }),
  );
  const all = (holds: (client: (typeof clients)[number]) => boolean) => clients.every(holds);
  /** Every client had at least one more event than when this was called. */
  const allHearMore = async (what: string) => {
    const before = clients.map((client) => client.events.length);
    await until(what, async () => clients.every((client, n) => client.events.length > (before[n] ?? 0)));
  };

  // A subscription that just began gets what happens from some moment on: the first event each has is its own.
  await until("every client hears of something", async () => {
    await events.publish();
    return all(({ events: had }) => had.length > 0);
  });
  const stopPublishing = events.publishing(100);
  await allHearMore("events at the first gateway");
  await sleep(1_000);

  door = b;
  await a.process.kill();
  await allHearMore("events at the other gateway");
  await sleep(1_000);
  await a.process.start();

  door = a;
  await b.process.stop();
  await allHearMore("events back at the first");
  await sleep(1_000);
  await stopPublishing();
  const last = events.sent.at(-1);
  await until("the last event is everywhere", async () =>
    all(({ events: had }) => had.at(-1)?.id === last?.id),
  );

  expect(events.sent.length).toBeGreaterThan(300);
  for (const client of clients) {
    expect(client.errors).toEqual([]);
    expect(client.connections).toBe(3);
    const from = events.sent.findIndex(({ id }) => id === client.events[0]?.id);
    expect(client.events).toEqual(events.sent.slice(from));
  }
  await Promise.all(clients.map((client) => client.stop()));
  await events.close();
});
