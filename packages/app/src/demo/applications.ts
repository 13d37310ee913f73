import { robotKeyOf } from "./channels.ts";
import type { DemoTenant } from "./demoTenant.ts";
import { until } from "./demoTenant.ts";

/** What each demo corporation runs at WeCom. */
const applications = [
  { agentId: 1_000_002, title: "服务通知", group: "应用消息" },
  { agentId: 1_000_003, title: "客户助手", group: "应用消息" },
];
const memberLimit = 1_000;

/** The corp at the simulated WeCom, and an account for each of its applications, not logged in yet. */
export async function addApplications(tenant: DemoTenant): Promise<void> {
  const { corp, slug, simulatorUrl } = tenant.facts;
  const secretOf = (agentId: number) => `demo-${slug}-${agentId}`;
  await tenant.atWecom("PUT", "", {
    name: corp.name,
    seed: slug,
    robots: [robotKeyOf(slug)],
    apps: applications.map(({ agentId, title }) => ({ agentId, name: title, secret: secretOf(agentId) })),
  });
  for (const { agentId, title, group } of applications)
    await tenant.ask(
      "mutation($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }",
      {
        input: {
          name: `应用-${title}`,
          corpId: corp.id,
          connector: "CORP_APP",
          group,
          tags: ["官方接口"],
          department: "客户服务部",
          application: { agentId, secret: secretOf(agentId), apiUrl: simulatorUrl, memberLimit },
        },
      },
    );
}

interface AppAccount {
  id: string;
  status: string;
  application: { agentId: number; callback: { url: string; token: string; encodingAesKey: string } };
}

/** Logs the applications in, and saves their callbacks as an administrator does in WeCom's console. */
export async function logInApplications(tenant: DemoTenant): Promise<void> {
  for (const { id } of await accounts(tenant))
    await tenant.ask("mutation($input: AccountInput!) { logInAccount(input: $input) { account { id } } }", {
      input: { accountId: id },
    });
  const waiting = await until("the callbacks are shown", async () => {
    const found = await accounts(tenant);
    return found.every(({ status }) => status === "WAITING_QR") ? found : undefined;
  });
  for (const { application } of waiting) {
    const { url, token, encodingAesKey: aesKey } = application.callback;
    await tenant.atWecom("PUT", `/apps/${application.agentId}/callback`, { url, token, aesKey });
  }
  await until("the applications are online", async () =>
    (await accounts(tenant)).every(({ status }) => status === "ONLINE") ? true : undefined,
  );
}

async function accounts(tenant: DemoTenant): Promise<AppAccount[]> {
  const { accounts: found } = await tenant.ask<{ accounts: { nodes: AppAccount[] } }>(
    "{ accounts(filter: { connector: CORP_APP }, first: 50) { nodes { id status application { agentId callback { url token encodingAesKey } } } } }",
  );
  return found.nodes;
}
