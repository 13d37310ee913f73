// A crowd that was cut off: 1,000 clients lose their connections, stay away for 30 s while 100 events a second go on,
// and come back within a second, each with the cursor of the last event it had. What did they miss, and how long does
// it take until everyone is level with the stream? The clients listen to ten feeds, each of a tenth of the accounts:
// with one feed for all, keeping up with 100 events a second alone would be 100,000 deliveries a second.
//   npm run bench -- resume [clients] [seconds away] [feeds]
import { setTimeout as sleep } from "node:timers/promises";
import { Client, fieldOf, until } from "@wegraph/app/testing/client";
import { statusEvents } from "@wegraph/app/testing/statusEvents";
import { startWegraph } from "@wegraph/app/testing/wegraph";
import { cpuSeconds, residentBytes } from "./processUse.ts";
import { Returning } from "./resume/returning.ts";
import { tallyOf } from "./resume/tally.ts";

const [clients = 1_000, awaySeconds = 30, feeds = 10] = process.argv.slice(2).map(Number);
const perSecond = 100;
const returnWithinMs = 1_000;
const patienceMs = 120_000;
const administrator = {
  tenantName: "Bench",
  email: "admin@bench.example",
  displayName: "Ada",
  password: "a-long-enough-Passphrase-7",
};
const gatewaySettings = {
  streams: { connectionsPerAddressMax: clients * 2 },
  rates: { principal: clients * 20, tenant: clients * 20 },
};

// Without demo data: what goes through the stream is what is counted here, and nothing else.
const wegraph = await startWegraph({
  demo: false,
  env: { GATEWAY_SETTINGS: JSON.stringify(gatewaySettings) },
});
try {
  const { data } = await new Client(wegraph.url).ask(
    "mutation($input: SetUpFirstAdministratorInput!) { setUpFirstAdministrator(input: $input) { accessToken tenant { id } } }",
    { input: administrator },
  );
  const { accessToken: token, tenant } = fieldOf<{ accessToken: string; tenant: { id: string } }>(
    data,
    "setUpFirstAdministrator",
  );
  const events = await statusEvents(wegraph.natsUrl, tenant.id, feeds * 2);
  const url = `${wegraph.url.replace(/^http/, "ws")}/graphql`;
  const crowd = Array.from({ length: clients }, (_, n) => {
    const accountIds = events.accountIds.filter((__, account) => account % feeds === n % feeds);
    return new Returning({ url, token, accountIds });
  });
  // Events go round the accounts, and so round the feeds.
  const sentTo = (feed: number) => Math.floor((events.sent.length + feeds - 1 - feed) / feeds);
  let firstOf: number[] = [];
  /** What has not arrived of everything sent to the client's feed since its first event. */
  const behind = ({ ids }: Returning, n: number) => sentTo(n % feeds) - (firstOf[n] ?? 0) - ids.length;

  for (const client of crowd) client.come();
  await until(
    "everyone listens",
    async () => {
      for (let n = 0; n < feeds * 2; n += 1) await events.publish();
      return crowd.every(({ ids }) => ids.length > 0);
    },
    patienceMs,
  );
  const placeOf = new Map(events.sent.map(({ id }, place) => [id, place]));
  firstOf = crowd.map(({ ids: [first = ""] }) => Math.floor((placeOf.get(first) ?? 0) / feeds));
  const stopPublishing = events.publishing(perSecond);
  await sleep(2_000);
  for (const client of crowd) client.go();
  await sleep(awaySeconds * 1_000);

  const missedMeanwhile = crowd.reduce((sum, client, n) => sum + behind(client, n), 0);
  const { pid } = wegraph.app;
  const cpuBefore = cpuSeconds(pid);
  const startedAt = performance.now();
  for (const client of crowd) setTimeout(() => client.come(), Math.random() * returnWithinMs);
  // Level: nothing older than a moment is missing; the newest events are always on their way.
  const onTheWay = Math.ceil(perSecond / feeds / 10);
  await until(
    "everyone is level",
    async () => crowd.every((client, n) => behind(client, n) <= onTheWay),
    120_000,
  );
  const levelSeconds = (performance.now() - startedAt) / 1_000;
  const cpu = cpuSeconds(pid) - cpuBefore;
  await stopPublishing();
  await until("everyone has the last event", async () =>
    crowd.every((client, n) => behind(client, n) === 0),
  ).catch(
    () => undefined, // what is missing is counted next
  );

  const tallies = crowd.map((client) => tallyOf(client, events.sent));
  const sum = (of: (tally: (typeof tallies)[number]) => number) =>
    tallies.reduce((all, tally) => all + of(tally), 0);
  const wrong = [
    sum(({ missed }) => missed),
    sum(({ duplicated }) => duplicated),
    sum(({ outOfOrder }) => outOfOrder),
  ];
  const refused = crowd.reduce((count, { errors }) => count + errors.length, 0);
  const [missed, duplicated, outOfOrder] = wrong;
  process.stdout.write(
    `${clients} clients of ${feeds} feeds, away for ${awaySeconds} s under ${perSecond} events/s: ` +
      `${Math.round(missedMeanwhile / clients)} events each to catch up on\n` +
      `missed ${missed}, duplicated ${duplicated}, out of order ${outOfOrder}, refused ${refused}\n` +
      `everyone level ${levelSeconds.toFixed(1)} s after the first came back (they came within ${returnWithinMs / 1_000} s), ` +
      `${Math.round(missedMeanwhile / levelSeconds).toLocaleString("en")} missed events/s\n` +
      `the process with gateway and subgraphs: ${cpu.toFixed(1)} s of CPU meanwhile, ` +
      `${Math.round(residentBytes(pid) / 2 ** 20)} MB resident after it\n`,
  );
  for (const client of crowd) client.go();
  await events.close();
  if (wrong.some((count) => count > 0) || refused > 0) process.exitCode = 1;
} finally {
  await wegraph.stop();
}
