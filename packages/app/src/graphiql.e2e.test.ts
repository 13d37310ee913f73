import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepScreenshot, openBrowser, visit } from "./testing/browser.ts";
import { Client, nodesOf, until } from "./testing/client.ts";
import { borrowWegraph } from "./testing/sharedWegraph.ts";
import type { DemoLogin } from "./demo/people.ts";
import type { SharedWegraph } from "./testing/sharedWegraph.ts";

let wegraph: SharedWegraph;
let browser: Browser;
let admin: Client;

beforeAll(async () => {
  wegraph = await borrowWegraph();
  browser = await openBrowser(process.env["CHROMIUM_PATH"]);
  const { email, password } = wegraph.demo("tenant_admin", 0);
  admin = await new Client(wegraph.url).signedIn(email, password);
});
afterAll(async () => {
  await browser?.close();
  await wegraph?.stop();
});

async function signIn(page: Page, { email, password }: DemoLogin): Promise<void> {
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
}

/** By the clipboard, in place of all that is there: what is typed, the editor completes with brackets of its own. */
async function write(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await page.locator(".graphiql-query-editor .monaco-editor").first().click();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+V");
}

const answer = (page: Page) => page.locator(".graphiql-response .view-lines");

/** The name of an account that was online until now. */
async function logOutOne(): Promise<string> {
  const online = "{ accounts(first: 1, filter: { statuses: [ONLINE] }) { nodes { id name } } }";
  const { data } = await admin.ask(online);
  const [account] = nodesOf<{ id: string; name: string }>(data, "accounts");
  if (!account) throw new Error("no account is online");
  await admin.ask("mutation($input: AccountInput!) { logOutAccount(input: $input) { account { id } } }", {
    input: { accountId: account.id },
  });
  return account.name;
}

test.each([
  ["zh-CN", "light"],
  ["en", "dark"],
] as const)("GraphiQL in %s, %s: a query, a mistake and a subscription", async (locale, scheme) => {
  const { context, page, complaints } = await visit(browser, { locale, scheme });
  const foreign: string[] = [];
  page.on("request", (each) => {
    const { host, protocol } = new URL(each.url());
    if (protocol.startsWith("http") && host !== new URL(wegraph.url).host) foreign.push(each.url());
  });
  // As over a slow line: what is pressed before the editors are there is not to be lost.
  await page.route(/\/graphiql\/assets\/monaco-editor-.*\.js/, async (route) => {
    await sleep(1_000);
    await route.continue();
  });
  await page.goto(`${wegraph.url}/graphiql`);
  await page.waitForURL((url) => url.pathname === "/sign-in");
  await signIn(page, wegraph.demo("tenant_admin", 0));
  await page.waitForURL((url) => url.pathname === "/graphiql");
  await page.getByText(wegraph.demo("tenant_admin", 0).tenant).waitFor();

  await page.locator(".graphiql-execute-button").click();
  await answer(page).getByText("healthScore").first().waitFor();
  await keepScreenshot(page, `graphiql-${locale}-${scheme}-query`);

  await write(page, "{ accounts(first: 300) { nodes { id nam } } }");
  // The schema has been read: the editor itself says what is wrong.
  await page.locator(".graphiql-query-editor .squiggly-error").first().waitFor();
  await page.locator(".graphiql-execute-button").click();
  await answer(page).getByText("DOCUMENT_INVALID").waitFor();
  await keepScreenshot(page, `graphiql-${locale}-${scheme}-mistake`);

  await write(page, "subscription { accountStatusChanged { to account { name tenant { name } } } }");
  await page.locator(".graphiql-execute-button").click();
  await until("the page hears of an account that is logged out", async () => {
    const name = await logOutOne();
    return answer(page)
      .getByText(name)
      .waitFor({ timeout: 2_000 })
      .then(
        () => true,
        () => false,
      );
  });
  await keepScreenshot(page, `graphiql-${locale}-${scheme}-live`);

  expect(foreign).toEqual([]);
  expect(complaints.filter((each) => !each.includes("400"))).toEqual([]);
  await context.close();
});
