import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keepScreenshot, openBrowser, visit } from "./testing/browser.ts";
import type { Locale } from "./testing/browser.ts";
import { Client, nodesOf, until } from "./testing/client.ts";
import { borrowWegraph } from "./testing/sharedWegraph.ts";
import type { SharedWegraph } from "./testing/sharedWegraph.ts";
import { signIn } from "./testing/signIn.ts";

const words = {
  "zh-CN": {
    start: "开始同步",
    edit: /^编辑标签: /,
    apply: "应用",
    group: "客户群",
    remark: "备注",
  },
  en: {
    start: "Start sync",
    edit: /^Edit tags: /,
    apply: "Apply",
    group: "Groups",
    remark: "Remark",
  },
} satisfies Record<Locale, Record<string, string | RegExp>>;

/** The first demo tenant's corporation at the simulated WeCom. */
const wecomCorp = "ww5d2f8e1c0a9b7346";

let wegraph: SharedWegraph;
let browser: Browser;
let client: Client;

beforeAll(async () => {
  wegraph = await borrowWegraph();
  browser = await openBrowser(process.env["CHROMIUM_PATH"]);
  const admin = wegraph.demo("tenant_admin");
  client = await new Client(wegraph.url).signedIn(admin.email, admin.password);
  await until("the applications are online", async () => {
    const { data } = await client.ask(
      "{ accounts(filter: { connector: CORP_APP, statuses: [ONLINE] }, first: 10) { nodes { id } } }",
    );
    return nodesOf(data, "accounts").length >= 2;
  });
  // By the schedule, because an account came online.
  await until(
    "the first sync is over",
    async () => {
      const { data } = await client.ask("{ contactSyncRuns(first: 5) { nodes { id status } } }");
      return nodesOf(data, "contactSyncRuns").some((run) => JSON.stringify(run).includes("DONE"));
    },
    120_000,
  );
});
afterAll(async () => {
  await browser?.close();
  await wegraph?.stop();
});

async function atWecom<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${wegraph.simulatorUrl}/control/wecom/corps/${wecomCorp}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test says what it expects
  return (await answer.json()) as T;
}

describe.each(["zh-CN", "en"] as const)("in %s", (locale) => {
  const word = words[locale];

  test("contacts are synced with live progress; one that is added at WeCom appears by itself, is tagged, and is in its groups", async () => {
    const scheme = locale === "en" ? "dark" : "light";
    const { context, page, complaints } = await visit(browser, { locale, scheme });
    await signIn(page, wegraph.url, wegraph.demo("tenant_admin"), locale);

    await page.goto(`${wegraph.url}/contacts/syncs`);
    await page.locator('[data-sync-status="DONE"]').first().waitFor();
    const before = await page.locator("[data-sync-run]").count();
    await page.getByRole("button", { name: word.start }).click();
    const dialog = page.getByRole("dialog");
    // One that began by itself in this very moment is in the way until it is over, and the dialog says so.
    await until(
      "a run is begun",
      async () => {
        const start = dialog.getByRole("button", { name: word.start });
        if (await start.isEnabled({ timeout: 1_000 }).catch(() => false))
          await start.click({ timeout: 2_000 }).catch(() => undefined);
        return (await dialog.count()) === 0;
      },
      90_000,
    );
    await until("the run is listed", async () => (await page.locator("[data-sync-run]").count()) > before);
    await keepScreenshot(page, `contact-syncs-${locale}`);
    await until(
      "the run is over, without a reload",
      async () => (await page.locator('[data-sync-status="RUNNING"]').count()) === 0,
      60_000,
    );

    await page.goto(`${wegraph.url}/contacts`);
    await page.getByRole("grid").getByRole("row").nth(2).waitFor();
    const { members } = await atWecom<{ members: { userid: string; status: number }[] }>("GET", "/members");
    const userId = members.find(({ status }) => status === 1)?.userid ?? "";
    const { externalUserIds } = await atWecom<{ externalUserIds: string[] }>("POST", "/customers", {
      userId,
    });
    const [externalUserId = ""] = externalUserIds;
    const remark = `Live ${locale}`;
    await atWecom("PATCH", `/customers/${externalUserId}`, { userId, remark });
    const added = page.getByRole("grid").getByText(remark);
    await added.waitFor();
    await keepScreenshot(page, `contacts-${locale}`);

    await added.click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText(externalUserId).waitFor();
    await drawer.getByRole("button", { name: word.edit }).click();
    const tags = page.getByRole("dialog").last();
    const tag = tags.getByRole("group").first().getByRole("button").first();
    const tagName = (await tag.textContent()) ?? "";
    await tag.click();
    await keepScreenshot(page, `contact-tags-${locale}`);
    await tags.getByRole("button", { name: word.apply }).click();
    await drawer.getByText(tagName, { exact: true }).first().waitFor();
    await keepScreenshot(page, `contact-${locale}`);

    await page.goto(`${wegraph.url}/contacts/groups`);
    await page.getByRole("grid").getByRole("link").first().waitFor();
    await keepScreenshot(page, `contact-groups-${locale}`);
    await page.getByRole("grid").getByRole("link").first().click();
    await page.waitForURL(/\/contacts\/groups\/[0-9a-f-]{36}/);
    await page.getByRole("tab", { selected: true }).last().waitFor();
    await page.getByRole("main").getByRole("listitem").first().waitFor();
    await keepScreenshot(page, `contact-group-${locale}`);
    expect(complaints).toEqual([]);
    await context.close();
  }, 180_000);
});

test("on a phone the lists are cards", async () => {
  const { context, page, complaints } = await visit(browser, { locale: "zh-CN", width: 390, scheme: "dark" });
  await signIn(page, wegraph.url, wegraph.demo("viewer"), "zh-CN");
  for (const [name, path] of [
    ["contacts", "/contacts"],
    ["contact-groups", "/contacts/groups"],
    ["contact-syncs", "/contacts/syncs"],
  ] as const) {
    await page.goto(`${wegraph.url}${path}`);
    await page.getByRole("main").getByRole("listitem").first().waitFor();
    await keepScreenshot(page, `${name}-phone`);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path).toBe(true);
  }
  // A viewer sees, and starts nothing.
  expect(await page.getByRole("button", { name: words["zh-CN"].start }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
}, 90_000);
