// Messages from accepted to sent: how long a batch of 10,000 takes to be durable, and how many a second are sent when WeCom
// answers in 50 ms, everything on this machine. The parts are those of production; WeCom is the simulator in a process
// of its own.
//   npm run bench -- messages [messages in all] [accounts]
import { v7 } from "uuid";
import { servers } from "./config.ts";
import { measureFloor } from "./messages/floor.ts";
import { openSendingWorld } from "./messages/sendingWorld.ts";

const batchSize = 10_000;
/** Ten million a day. */
const seedPerSecond = 10_000_000 / 86_400;

const total = Math.max(1_000, Number(process.argv[2] ?? 40_000));
const accounts = Number(process.argv[3] ?? 4);

const send = `mutation($input: SendMessageBatchInput!) { sendMessageBatch(input: $input) { messageBatch { id } } }`;
const look = `query($id: ID!) { messageBatch(id: $id) { sent failed cancelled total } }`;
const sums = `query($input: MessageStatisticsInput!) { messageStatistics(input: $input) { total { sent failed p50Ms p95Ms } } }`;

interface Counts {
  sent: number;
  failed: number;
  cancelled: number;
  total: number;
}

const floor = await measureFloor(servers().databaseUrl, servers().natsUrl, 10_000);
const world = await openSendingWorld(servers(), { accounts, members: 12_000, answerMs: 50 });
try {
  const { members, accountIds } = world;
  const order = (count: number, nth: number) => ({
    name: `Bench ${nth}`,
    accountId: accountIds[nth % accountIds.length],
    idempotencyKey: v7(),
    content: { type: "TEXT", text: "{{name}}，您好：您第 {{n}} 次的预约已确认，请准时到达。" },
    recipients: Array.from({ length: count }, (_, i) => ({
      recipient: { kind: "MEMBER", id: members[i % members.length] },
      variables: [
        { name: "name", value: `客户${i}` },
        { name: "n", value: `${nth}` },
      ],
    })),
  });

  await finish(await accept(order(1_000, 0))); // warms caches, connections and the compiler

  const alone: number[] = [];
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  for (let nth = 0; nth < 5; nth += 1) {
    const at = performance.now();
    await accept({ ...order(batchSize, nth), scheduledAt: tomorrow });
    alone.push(performance.now() - at);
  }
  alone.sort((a, b) => a - b);

  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const acceptMs: number[] = [];
  const ids: string[] = [];
  for (let nth = 1, left = total; left > 0; nth += 1, left -= batchSize) {
    const input = order(Math.min(batchSize, left), nth);
    const at = performance.now();
    ids.push(await accept(input));
    acceptMs.push(performance.now() - at);
  }
  const counts = await Promise.all(ids.map(finish));
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);

  const sent = counts.reduce((sum, each) => sum + each.sent, 0);
  const perSecond = sent / seconds;
  const input = {
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date(Date.now() + 1_000).toISOString(),
  };
  const { messageStatistics } = await world.ask<{
    messageStatistics: { total: { p50Ms: number; p95Ms: number } };
  }>(sums, { input });
  const { accepted, distinct } = await world.accepted();
  acceptMs.sort((a, b) => a - b);
  process.stdout.write(
    [
      `accept a batch of ${batchSize} for tomorrow, with nothing else to do: best ${ms(alone[0])}, median ${ms(alone[2])}, worst ${ms(alone.at(-1))} (${alone.length} batches)`,
      `accept a batch of ${Math.min(batchSize, total)} while others are sent: best ${ms(acceptMs[0])}, median ${ms(acceptMs[Math.floor(acceptMs.length / 2)])}, worst ${ms(acceptMs.at(-1))} (${acceptMs.length} batches)`,
      `accepted to sent: ${Math.round(perSecond)} messages/s over ${total} (${seconds.toFixed(1)} s), ${(perSecond / seedPerSecond).toFixed(1)} times ten million a day`,
      `from accepted to sent, all batches queued at once: p50 ${ms(messageStatistics.total.p50Ms)}, p95 ${ms(messageStatistics.total.p95Ms)}`,
      `floor, one bare row and one JetStream message each: ${Math.round(floor)}/s; we are at ${(perSecond / floor).toFixed(2)} of it`,
      `this process used ${((user + system) / 1e6 / seconds).toFixed(2)} of a core`,
      `WeCom took ${accepted}, ${accepted - distinct} of them twice; ${total + 1_000 - accepted} missing`,
      "",
    ].join("\n"),
  );
} finally {
  await world.stop();
}

async function accept(input: object): Promise<string> {
  const { sendMessageBatch } = await world.ask<{ sendMessageBatch: { messageBatch: { id: string } } }>(send, {
    input,
  });
  return sendMessageBatch.messageBatch.id;
}

async function finish(id: string): Promise<Counts> {
  for (;;) {
    const { messageBatch } = await world.ask<{ messageBatch: Counts }>(look, { id });
    if (messageBatch.sent + messageBatch.failed + messageBatch.cancelled === messageBatch.total)
      return messageBatch;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function ms(value: number | undefined): string {
  return `${Math.round(value ?? Number.NaN)} ms`;
}
