import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keepScreenshot, openBrowser, visit } from "./testing/browser.ts";
import type { Locale } from "./testing/browser.ts";
import { Client, nodesOf } from "./testing/client.ts";
import { borrowWegraph } from "./testing/sharedWegraph.ts";
import type { SharedWegraph } from "./testing/sharedWegraph.ts";
import { signIn } from "./testing/signIn.ts";

/** What a person reads on the way, in the language of the console. */
const words = {
  "zh-CN": {
    accounts: "企微账号",
    newAccount: "新建账号",
    name: "名称",
    corp: "企业",
    create: "创建",
    logIn: "登录",
    openLink: "在本设备打开链接",
    code: "验证码",
    submitCode: "输入验证码",
    nowOnline: "已上线",
    done: "完成",
    online: "在线",
    offline: "离线",
    users: "用户",
    roles: "角色",
    audit: "审计日志",
    live: "实时",
  },
  en: {
    accounts: "WeCom accounts",
    newAccount: "New account",
    name: "Name",
    corp: "Corp",
    create: "Create",
    logIn: "Log in",
    openLink: "Open the link on this device",
    code: "Verification code",
    submitCode: "Enter code",
    nowOnline: "Online",
    done: "Done",
    online: "Online",
    offline: "Offline",
    users: "Users",
    roles: "Roles",
    audit: "Audit log",
    live: "Live",
  },
} satisfies Record<Locale, Record<string, string>>;

let wegraph: SharedWegraph;
let browser: Browser;

beforeAll(async () => {
  wegraph = await borrowWegraph();
  browser = await openBrowser(process.env["CHROMIUM_PATH"]);
});
afterAll(async () => {
  await browser?.close();
  await wegraph?.stop();
});

describe.each(["zh-CN", "en"] as const)("in %s", (locale) => {
  const word = words[locale];

  test("a person signs in, creates an account, logs it in with a phone and sees it go online, live", async () => {
    const { context, page, complaints } = await visit(browser, {
      locale,
      scheme: locale === "en" ? "dark" : "light",
    });
    await signIn(page, wegraph.url, wegraph.demo("tenant_admin"), locale);
    await page.getByText(word.live, { exact: true }).first().waitFor();
    await keepScreenshot(page, `overview-${locale}`);

    await page.getByRole("link", { name: word.accounts }).first().click();
    await page.getByRole("grid").waitFor();
    await keepScreenshot(page, `accounts-${locale}`);
    const name = `Journey ${locale}`;
    await page.getByRole("button", { name: word.newAccount }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(word.name).first().fill(name);
    await dialog.getByRole("combobox", { name: word.corp }).click();
    await page.getByRole("option").first().click();
    await dialog.getByRole("button", { name: word.create, exact: true }).click();
    await page.getByRole("heading", { name }).waitFor();

    await page.getByRole("button", { name: word.logIn, exact: true }).click();
    const login = page.getByRole("dialog");
    const link = login.getByRole("link", { name: word.openLink });
    await link.waitFor();
    await keepScreenshot(page, `login-qr-${locale}`);

    // The phone: the same link that the QR code holds. A new device, so WeCom wants its code.
    const phone = await context.newPage();
    await phone.goto((await link.getAttribute("href")) ?? "");
    await phone.locator("#confirm-new").click();
    const code = await phone.locator("#code", { hasText: /\d/ }).innerText();
    await keepScreenshot(phone, `phone-${locale}`);
    await login.getByLabel(word.code).fill(code.replaceAll(/\D/g, ""));
    await keepScreenshot(page, `login-code-${locale}`);
    await login.getByRole("button", { name: word.submitCode }).click();
    await login.getByText(word.nowOnline, { exact: true }).first().waitFor();
    await keepScreenshot(page, `login-online-${locale}`);
    await login.getByRole("button", { name: word.done, exact: true }).click();
    await keepScreenshot(page, `account-${locale}`);

    expect(complaints).toEqual([]);
    await context.close();
  });

  test("a list that is open follows what others do to its accounts", async () => {
    const { context, page } = await visit(browser, { locale });
    await signIn(page, wegraph.url, wegraph.demo("operator"), locale);
    const admin = wegraph.demo("tenant_admin");
    const other = await new Client(wegraph.url).signedIn(admin.email, admin.password);
    const { data } = await other.ask(
      "{ accounts(first: 1, filter: { statuses: [ONLINE] }, orderBy: { by: NAME, direction: ASC }) { nodes { id name } } }",
    );
    const [account] = nodesOf<{ id: string; name: string }>(data, "accounts");
    if (!account) throw new Error("no account is online");
    await page.goto(`${wegraph.url}/accounts?search=${encodeURIComponent(account.name)}`);
    const row = page.getByRole("row", { name: account.name });
    await row.getByText(word.online).waitFor();

    await other.ask("mutation($input: AccountInput!) { logOutAccount(input: $input) { account { id } } }", {
      input: { accountId: account.id },
    });
    await row.getByText(word.offline).waitFor();

    await context.close();
  });
});

test("people are offered only what they may do", async () => {
  const { context, page } = await visit(browser, { locale: "en" });
  await signIn(page, wegraph.url, wegraph.demo("viewer"), "en");
  const navigation = page.getByRole("navigation").first();
  await navigation.getByRole("link", { name: words.en.accounts }).waitFor();
  expect(await navigation.getByRole("link", { name: words.en.audit }).count()).toBe(0);
  await page.goto(`${wegraph.url}/accounts`);
  await page.getByRole("grid").waitFor();
  expect(await page.getByRole("button", { name: words.en.newAccount }).count()).toBe(0);
  await context.close();
});

test("the console works on a phone", async () => {
  const { context, page, complaints } = await visit(browser, { locale: "zh-CN", width: 390, scheme: "dark" });
  await signIn(page, wegraph.url, wegraph.demo("tenant_admin"), "zh-CN");
  await keepScreenshot(page, "overview-phone");
  await page.goto(`${wegraph.url}/accounts`);
  await page.getByRole("main").getByText(words["zh-CN"].online, { exact: true }).first().waitFor();
  await keepScreenshot(page, "accounts-phone");
  const overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
  expect(overflow).toBeLessThanOrEqual(0);
  expect(complaints).toEqual([]);
  await context.close();
});
