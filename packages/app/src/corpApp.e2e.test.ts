import { request } from "undici";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepScreenshot, openBrowser, visit } from "./testing/browser.ts";
import { Client, fieldOf, nodesOf, until } from "./testing/client.ts";
import { startWegraph } from "./testing/wegraph.ts";
import type { Wegraph } from "./testing/wegraph.ts";

const agentId = 1_000_007;
const secret = "journey-secret";

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

async function atWecom<T>(method: "GET" | "PUT", path: string, body?: object): Promise<T> {
  const answer = await request(`${wegraph.simulatorUrl}/control/wecom/corps/wwjourney${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
  return JSON.parse(text) as T;
}

test("the demo's applications are online by themselves, and have sent", async () => {
  const { email, password } = wegraph.demo("tenant_admin");
  const client = await new Client(wegraph.url).signedIn(email, password);
  const all = "{ accounts(filter: { connector: CORP_APP }, first: 10) { nodes { status } } }";
  await until("they are online", async () => {
    const accounts = nodesOf<{ status: string }>((await client.ask(all)).data, "accounts");
    return accounts.length === 2 && accounts.every(({ status }) => status === "ONLINE");
  });
  await until("their batches are done", async () => {
    const { data } = await client.ask("{ messageBatches(first: 10) { nodes { status sent } } }");
    const batches = nodesOf<{ status: string; sent: number }>(data, "messageBatches");
    return batches.length === 3 && batches.every(({ status, sent }) => status === "DONE" && sent > 0);
  });
});

test("a person creates an application, saves its callback at WeCom, sees it go online, and its message arrives", async () => {
  const { email, password } = wegraph.demo("tenant_admin");
  const client = await new Client(wegraph.url).signedIn(email, password);
  await client.ask("mutation($input: SetLocaleInput!) { setLocale(input: $input) { user { locale } } }", {
    input: { locale: "en" },
  });
  await atWecom("PUT", "", { apps: [{ agentId, secret, name: "Journey desk" }] });
  // A corporation that has applications only needs no provider of client sessions.
  const corp = await client.ask(
    "mutation($input: CreateCorpInput!) { createCorp(input: $input) { corp { id secretSet } } }",
    { input: { name: "Journey corp", corpId: "wwjourney" } },
  );
  expect(corp.data).toMatchObject({ createCorp: { corp: { secretSet: false } } });

  const { context, page, complaints } = await visit(browser, { locale: "en" });
  await page.goto(wegraph.url);
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.locator('input[type="password"]').waitFor({ state: "detached" });

  await page.goto(`${wegraph.url}/accounts?dialog=create`);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /Corp application/ }).check();
  await dialog.getByLabel("Name").first().fill("Journey application");
  await dialog.getByLabel("Corp", { exact: false }).and(dialog.getByRole("combobox")).first().click();
  await page.getByRole("option", { name: "Journey corp" }).click();
  await dialog.getByLabel("AgentId").fill(String(agentId));
  await dialog.getByLabel(/Members of the corp/).fill("100");
  await dialog.getByLabel("Secret").fill(secret);
  await dialog.getByLabel(/Address of WeCom/).fill(wegraph.simulatorUrl);
  await keepScreenshot(page, "app-create");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("heading", { name: "Journey application" }).waitFor();

  await page.getByRole("button", { name: "Log in", exact: true }).click();
  const shown = async (name: string) => page.locator(`[data-callback="${name}"]`).innerText();
  const callback = { url: await shown("url"), token: await shown("token"), aesKey: await shown("aesKey") };
  await keepScreenshot(page, "app-callback");
  // The administrator saves it in WeCom's console, which asks the address first.
  await atWecom("PUT", `/apps/${agentId}/callback`, callback);
  const login = page.getByRole("dialog");
  await login.getByText("as Journey desk").waitFor();
  await login.getByRole("button", { name: "Done", exact: true }).click();
  await page.getByRole("tab", { name: "Application" }).click();
  await page.getByRole("button", { name: "Test connection" }).click();
  await page.getByText("The connection works").waitFor();
  await keepScreenshot(page, "app-online");
  expect(complaints).toEqual([]);

  const accountId = /accounts\/([0-9a-f-]+)/.exec(page.url())?.[1] ?? "";
  const { members } = await atWecom<{ members: { userid: string; status: number }[] }>("GET", "/members");
  const member = members.find(({ status }) => status === 1)?.userid ?? "";
  const sent = await client.ask(
    "mutation($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }",
    {
      input: {
        accountId,
        recipient: { kind: "MEMBER", id: member },
        content: { type: "TEXT", text: "The journey ends here." },
        idempotencyKey: "journey-1",
      },
    },
  );
  const { message } = fieldOf<{ message: { id: string } }>(sent.data, "sendMessage");
  await until("it is sent", async () => {
    const { data } = await client.ask("query($id: ID!) { message(id: $id) { status } }", { id: message.id });
    return fieldOf<{ status: string }>(data, "message").status === "SENT";
  });
  const seen = await atWecom<{ messages: { to: string; summary: string }[] }>("GET", "/messages");
  expect(seen.messages).toHaveLength(1);
  expect(seen.messages[0]?.summary).toContain("The journey ends here.");
  await context.close();
});
