import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { openRuntime } from "@wegraph/kit/runtime";
import { pastOf } from "@wegraph/wecom/setup/past.rules";
import { openWecom } from "@wegraph/wecom/subgraph";
import { startSimulatorProcess } from "@wegraph/wecom/testing/simulator";
import { v7 } from "uuid";

const agentId = 1_000_002;
const secret = "bench-secret";
const corpId = "wwbench";

export interface SendingWorld {
  accountIds: string[];
  /** User ids of the corporation's members. */
  members: string[];
  ask<T>(query: string, variables?: object): Promise<T>;
  /** Messages WeCom took, and how many of them more than once. */
  accepted(): Promise<{ accepted: number; distinct: number }>;
  stop(): Promise<void>;
}

/** The whole domain in this process, as it runs in earnest, and WeCom's simulator in another. */
export async function openSendingWorld(
  servers: { databaseUrl: string; natsUrl: string; redisUrl: string },
  options: { accounts: number; members: number; answerMs: number },
): Promise<SendingWorld> {
  const simulator = await startSimulatorProcess();
  await simulator.control("PUT", `/corps/${corpId}`, { secret, name: "Bench" });
  const sizes = { members: options.members, departments: 50, customers: 0, groups: 0 };
  // What WeCom allows one address and one corporation is less than what is to be measured.
  const much = 1_000_000_000;
  const limits = { appDay: much, ipApiMinute: much, ipApiHour: much, corpApiMinute: much, corpApiHour: much };
  await simulator.control("PUT", `/wecom/corps/${corpId}`, { sizes, limits, apps: [{ agentId, secret }] });
  await simulator.control("PUT", `/wecom/corps/${corpId}/faults`, {
    apis: { "message/send": { delayMs: options.answerMs } },
  });
  const { members } = await simulator.control<{ members: { userid: string; status: number }[] }>(
    "GET",
    `/wecom/corps/${corpId}/members`,
  );

  const rootSecret = "a secret that only this measurement sees";
  const runtime = await openRuntime({ service: "bench", logLevel: "warn", rootSecret, ...servers });
  const wecom = await openWecom(runtime, {
    publicUrl: "http://localhost:4000",
    trustedProviders: [simulator.url],
  });
  const tenantId = v7();
  const corp = await wecom.setup.addCorp({
    tenantId,
    name: "Bench",
    corpId,
    providerUrl: simulator.url,
    secret,
  });
  const owner = v7();
  const since = new Date(Date.now() - 3_600_000);
  const accounts = Array.from({ length: options.accounts }, (_, n) => ({
    name: `Account ${n}`,
    past: pastOf({
      createdAt: new Date(Date.now() - 864_000_000),
      status: "ONLINE",
      since,
      random: Math.random,
    }),
    group: "bench",
    tags: [],
    department: "bench",
    ownerUserId: owner,
    boundUserIds: [],
    wecomUserId: `sender${n}`,
    wecomName: `Sender ${n}`,
    device: "bench",
    heartbeatLatencyMs: 20,
  }));
  const instances = await wecom.setup.addAccounts(tenantId, corp, accounts, owner);
  await simulator.control("POST", "/instances", { corpId, instances });
  await wecom.start();

  const link = new LocalSubgraph(wecom.subgraph, runtime.log);
  const grants = ["message:*", "account:*"].map((permission) => ({ permission, scope: "TENANT" as const }));
  const principal: Principal = { ...anonymous, kind: "USER", id: owner, name: "Bench", tenantId, grants };
  const ask = async <T>(query: string, variables: object = {}): Promise<T> => {
    const request = { query, variables: { ...variables }, principal, correlationId: v7() };
    const { data, errors } = await link.execute(request);
    if (errors) throw new Error(JSON.stringify(errors.slice(0, 3)));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller wrote the query and knows its shape
    return data as T;
  };
  const found = await ask<{ accounts: { nodes: { id: string }[] } }>(
    "{ accounts(first: 200) { nodes { id } } }",
  );
  const accountIds = found.accounts.nodes.map(({ id }) => id);
  for (const accountId of accountIds)
    await ask(
      "mutation($input: SetAccountApplicationInput!) { setAccountApplication(input: $input) { account { id } } }",
      { input: { accountId, agentId, secret, apiUrl: simulator.url, memberLimit: 1_000_000 } },
    );
  return {
    accountIds,
    members: members.filter(({ status }) => status === 1).map(({ userid }) => userid),
    ask,
    accepted: () => simulator.control("GET", `/wecom/corps/${corpId}/accepted`),
    async stop() {
      await wecom.stop();
      await runtime.close();
      await simulator.stop();
    },
  };
}
