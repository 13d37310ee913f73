import type { Browser } from "playwright-core";
import { request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepScreenshot, openBrowser, visit } from "./testing/browser.ts";
import { Client, fieldOf, nodesOf, until } from "./testing/client.ts";
import { startWegraph } from "./testing/wegraph.ts";
import type { Wegraph } from "./testing/wegraph.ts";

let wegraph: Wegraph;
let browser: Browser;

beforeAll(async () => {
  wegraph = await startWegraph({ demo: true });
  browser = await openBrowser(process.env["CHROMIUM_PATH"]);
});
afterAll(async () => {
  await browser?.close();
  await wegraph?.stop();
});

interface Instance {
  guid: string;
  name: string;
  state: string;
}

async function control<T>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: object,
): Promise<T> {
  const answer = await request(`${wegraph.simulatorUrl}/control${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
  return (text === "" ? null : JSON.parse(text)) as T;
}

test("an account dies at its provider: the alert is on the board at once, and over by itself when it lives again", async () => {
  const admin = wegraph.demo("tenant_admin");
  const client = await new Client(wegraph.url).signedIn(admin.email, admin.password);
  const ruled = await client.ask(
    `mutation { setAccountAlertRule(input: { kind: OFFLINE_TOO_LONG, enabled: true, threshold: 0, durationSeconds: 0,
      severity: CRITICAL, autoActions: [NOTIFY, RECOVER] }) { rule { source version } } }`,
  );
  expect(ruled.errors).toEqual([]);
  const online = nodesOf<{ id: string; name: string }>(
    (
      await client.ask(
        `{ accounts(filter: { statuses: [ONLINE], connector: INSTANCE }, first: 50) { nodes { id name } } }`,
      )
    ).data,
    "accounts",
  );
  const { instances } = await control<{ instances: Instance[] }>("GET", "/instances");
  const pair = online.flatMap((account) => {
    const instance = instances.find(({ name, state }) => name === account.name && state === "online");
    return instance ? [{ account, instance }] : [];
  })[0];
  if (!pair) return expect.fail("no account of the demo is online at the simulator");
  const { account, instance } = pair;

  const { page, complaints } = await visit(browser, { locale: "zh-CN" });
  await page.goto(`${wegraph.url}/alerts?search=${encodeURIComponent(account.name)}`);
  await page.locator('input[type="email"]').fill(admin.email);
  await page.locator('input[type="password"]').fill(admin.password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByRole("heading", { name: "告警", exact: true }).waitFor();
  await page.getByText("实时", { exact: true }).first().waitFor();

  // Nobody can bring it back until the fault is taken away.
  await control("PUT", "/faults", { endpoints: { recover: { errorRate: 1 } } });
  await control("POST", `/instances/${instance.guid}/lose-connection`);

  const link = page.getByRole("link", { name: "离线过久" }).first();
  await link.waitFor();
  await keepScreenshot(page, "alert-board-zh-CN");
  await link.click();
  await page.getByRole("heading", { name: /离线过久/ }).waitFor();
  await page.getByRole("button", { name: "确认", exact: true }).click();
  await page.getByRole("dialog").getByLabel("处理说明").fill("正在联系服务商");
  await page.getByRole("dialog").getByRole("button", { name: "确认", exact: true }).click();
  await page.getByText("正在联系服务商").first().waitFor();
  await keepScreenshot(page, "alert-page-zh-CN");

  await control("DELETE", "/faults");
  await page.getByText("自动恢复", { exact: true }).first().waitFor({ timeout: 60_000 });

  const { data } = await client.ask(
    `query($id: ID!) { account(id: $id) { status openAlertCount alerts(filter: { kinds: [OFFLINE_TOO_LONG] }) {
      nodes { state resolution severity acknowledgeNote acknowledgedBy { id } actions { action state }
        text(language: EN) { title } timeline { nodes { type } } } } } }`,
    { id: account.id },
  );
  const { alerts, ...rest } = fieldOf<{ alerts: { nodes: { timeline: { nodes: { type: string }[] } }[] } }>(
    data,
    "account",
  );
  expect(rest).toMatchObject({ status: "ONLINE" });
  expect(alerts.nodes).toMatchObject([
    {
      state: "RESOLVED",
      resolution: "CAUSE_GONE",
      severity: "CRITICAL",
      acknowledgeNote: "正在联系服务商",
      text: { title: "Offline too long" },
    },
  ]);
  const types = alerts.nodes[0]?.timeline.nodes.map(({ type }) => type) ?? [];
  expect(types[0]).toBe("RAISED");
  expect(types).toContain("ACKNOWLEDGED");
  expect(types.at(-1)).toBe("RESOLVED");

  // What was done by itself, and by whom, is in the audit log.
  await until("the act of the rule in the audit log", async () => {
    const log = await client.ask(
      `{ auditLog(filter: { resourceType: "account-alert" }, first: 10) { nodes { action } } }`,
    );
    return nodesOf<{ action: string }>(log.data, "auditLog").some(
      ({ action }) => action === "account-alert.acknowledged",
    );
  });
  expect(complaints).toEqual([]);
});

test("whoever may not see alerts is shown none, nor their page", async () => {
  const staff = wegraph.demo("customer");
  const client = await new Client(wegraph.url).signedIn(staff.email, staff.password);

  const { errors } = await client.ask("{ accountAlerts { nodes { id } } }");

  expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
});
