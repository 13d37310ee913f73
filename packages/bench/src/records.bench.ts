// Ten million messages, as they lie there after months: how long people wait for a list of them, filtered and paged.
//   npm run bench -- records [rows]
import { openDatabase } from "@wegraph/database/open";
import { schemaDir } from "@wegraph/db-wecom/location";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { openRuntime } from "@wegraph/kit/runtime";
import { openWecom } from "@wegraph/wecom/subgraph";
import { v7 } from "uuid";
import { servers } from "./config.ts";
import { fillRecords } from "./messages/fillRecords.ts";

const rounds = 200;
const rows = Math.max(10_000, Number(process.argv[2] ?? 10_000_000));
const rootSecret = "a secret that only this measurement sees";
const tenantId = v7();

const { databaseUrl } = servers();
const runtime = await openRuntime({ service: "bench", logLevel: "warn", rootSecret, ...servers() });
const wecom = await openWecom(runtime, { publicUrl: "http://localhost:4000", trustedProviders: [] });
const opened = await openDatabase({
  adminUrl: databaseUrl,
  database: "wework_platform",
  schemaDir,
  secret: rootSecret,
  log: runtime.log,
});
try {
  const startedAt = performance.now();
  const accountIds = await fillRecords(opened.system, databaseUrl, { tenantId, rows });
  process.stdout.write(`${rows} records made in ${Math.round((performance.now() - startedAt) / 1_000)} s\n`);

  const link = new LocalSubgraph(wecom.subgraph, runtime.log);
  const grants = [{ permission: "*:*", scope: "TENANT" as const }];
  const principal: Principal = { ...anonymous, kind: "USER", id: v7(), name: "Bench", tenantId, grants };
  const query = `query($filter: MessageFilter, $after: String) { messages(filter: $filter, first: 50, after: $after) {
    nodes { id status recipient createdAt } pageInfo { endCursor } } }`;
  const list = async (filter: object, after: string | null = null): Promise<string | null> => {
    const request = { query, variables: { filter, after }, principal, correlationId: v7() };
    const { data, errors } = await link.execute(request);
    if (errors) throw new Error(JSON.stringify(errors));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the query above says so
    return (data as { messages: { pageInfo: { endCursor: string | null } } }).messages.pageInfo.endCursor;
  };
  const account = () => accountIds[Math.floor(Math.random() * accountIds.length)];
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  let cursor: string | null = null;
  const ways: Record<string, () => Promise<unknown>> = {
    "the newest": () => list({}),
    "of an account and status": () => list({ accountIds: [account()], statuses: ["FAILED"] }),
    "of three accounts": () => list({ accountIds: [account(), account(), account()] }),
    "that failed": () => list({ statuses: ["FAILED"] }),
    "of a recipient": () => list({ recipient: `user${Math.floor(Math.random() * 5_000)}` }),
    "of a week, months ago": () => list({ from: daysAgo(70), to: daysAgo(63) }),
    "the next page, and on": async () => void (cursor = await list({}, cursor)),
    "the next page of an account's, and on": async () =>
      void (cursor = await list({ accountIds: accountIds.slice(0, 1), statuses: ["SENT"] }, cursor)),
  };
  for (const [name, way] of Object.entries(ways)) {
    cursor = null;
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const at = performance.now();
      await way();
      times.push(performance.now() - at);
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => (times[Math.floor(rounds * share)] ?? Number.NaN).toFixed(1);
    process.stdout.write(`${name}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms\n`);
  }
} finally {
  await wecom.stop();
  await opened.close();
  await runtime.close();
}
