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
    text: "文本",
    ids: "成员 UserID",
    send: /^发送/,
    save: "保存",
    name: "名称",
    approve: "通过",
    use: "使用模板",
    next: "下一步",
    line: (line: number) => `第 ${line} 行`,
    leaveOut: /跳过有问题的/,
    progress: "进度",
    funnel: "消息漏斗",
  },
  en: {
    text: "Text",
    ids: "User IDs of members",
    send: /^Send/,
    save: "Save",
    name: "Name",
    approve: "Approve",
    use: "Use it",
    next: "Next",
    line: (line: number) => `Line ${line}`,
    leaveOut: /^Leave out/,
    progress: "Progress",
    funnel: "How far messages came",
  },
} satisfies Record<Locale, Record<string, string | RegExp | ((line: number) => string)>>;

/** The first demo tenant's corporation at the simulated WeCom. */
const corpId = "ww5d2f8e1c0a9b7346";

let wegraph: SharedWegraph;
let browser: Browser;
let client: Client;
let members: string[] = [];

beforeAll(async () => {
  wegraph = await borrowWegraph();
  browser = await openBrowser(process.env["CHROMIUM_PATH"]);
  const answer = await fetch(`${wegraph.simulatorUrl}/control/wecom/corps/${corpId}/members`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the simulator's own list
  const listed = (await answer.json()) as { members: { userid: string; status: number }[] };
  members = listed.members.filter(({ status }) => status === 1).map(({ userid }) => userid);
  const admin = wegraph.demo("tenant_admin");
  client = await new Client(wegraph.url).signedIn(admin.email, admin.password);
  await until("the applications are online", async () => {
    const { data } = await client.ask(
      "{ accounts(filter: { connector: CORP_APP, statuses: [ONLINE] }, first: 10) { nodes { id } } }",
    );
    return nodesOf(data, "accounts").length >= 2;
  });
});
afterAll(async () => {
  await browser?.close();
  await wegraph?.stop();
});

/** Those a batch is sent to. */
const known = () => members.slice(0, 20);

/** Recipients, then one whom WeCom does not know, and an id that is none; in Chinese as Excel there saves it. */
function recipientsFile(locale: Locale): Buffer {
  const good = known().map((id, n) => `${id},Guest ${n}`);
  const lines = ["userid,name", ...good, "nobody.here,Gone", "not an id,Wrong"];
  const text = `${lines.join("\r\n")}\r\n`;
  // The names are plain; two bytes that only GBK can mean make it a file of Chinese Excel ("名" in the header).
  return locale === "en"
    ? Buffer.from(text)
    : Buffer.concat([
        Buffer.from("userid,name,"),
        Buffer.from([0xc3, 0xfb]),
        Buffer.from(text.slice("userid,name".length)),
      ]);
}

describe.each(["zh-CN", "en"] as const)("in %s", (locale) => {
  const word = words[locale];

  test("a message is written, sent and seen to be sent; a template is approved and a file of recipients sent with it", async () => {
    const { context, page, complaints } = await visit(browser, {
      locale,
      scheme: locale === "en" ? "dark" : "light",
    });
    await signIn(page, wegraph.url, wegraph.demo("tenant_admin"), locale);

    await page.goto(`${wegraph.url}/messages/new`);
    await page.getByRole("textbox", { name: word.text }).fill(`Journey in ${locale}`);
    const ids = page.getByLabel(word.ids);
    await ids.fill(members[0] ?? "");
    await ids.press("Enter");
    const send = page.getByRole("button", { name: word.send });
    await until("the plan allows it", () => send.isEnabled());
    await keepScreenshot(page, `compose-${locale}`);
    await send.click();
    await page.waitForURL(/\/messages\?message=/);
    await page
      .locator(
        '[data-message-status="SENT"], [data-message-status="DELIVERED"], [data-message-status="READ"]',
      )
      .first()
      .waitFor();
    await keepScreenshot(page, `message-${locale}`);

    await page.goto(`${wegraph.url}/messages/templates/new`);
    await page.getByRole("textbox", { name: word.name }).fill(`Journey ${locale}`);
    await page.getByRole("textbox", { name: word.text }).fill("Hello {{name}}");
    await page.getByRole("button", { name: word.save, exact: true }).click();
    await page.getByRole("button", { name: word.approve, exact: true }).click();
    await page.getByRole("link", { name: word.use }).waitFor();
    const templateId = new URL(page.url()).pathname.split("/").at(-1) ?? "";

    await page.goto(`${wegraph.url}/messages/batches/new?template=${templateId}`);
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: `Journey ${locale}.csv`, mimeType: "text/csv", buffer: recipientsFile(locale) });
    await page.getByRole("table").waitFor();
    const next = page.getByRole("button", { name: word.next, exact: true });
    await next.click();
    await next.click();
    await page
      .getByText(word.line(known().length + 3))
      .first()
      .waitFor();
    await keepScreenshot(page, `wizard-${locale}`);
    await page.getByLabel(word.leaveOut).click();
    await next.click();
    await until("the plan allows it", () => page.getByRole("button", { name: word.send }).isEnabled());
    await page.getByRole("button", { name: word.send }).click();

    await page.waitForURL(/\/messages\/batches\/[0-9a-f-]{36}/);
    const progress = page.getByRole("progressbar", { name: word.progress });
    await until(
      "all of it is over",
      async () => (await progress.getAttribute("aria-valuenow")) === String(known().length + 1),
    );
    const batchId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const { data } = await client.ask(
      "query($id: ID!) { messageBatch(id: $id) { sent failed items(statuses: [FAILED], first: 5) { nodes { recipient error { code meaning meaningZh } } } } }",
      { id: batchId },
    );
    const batch = data?.["messageBatch"] as {
      sent: number;
      failed: number;
      items: { nodes: { recipient: string; error: { meaning: string; meaningZh: string } }[] };
    };
    expect(batch).toMatchObject({ sent: known().length, failed: 1 });
    const [failed] = batch.items.nodes;
    expect(failed?.recipient).toBe("nobody.here");
    const why = (locale === "en" ? failed?.error.meaning : failed?.error.meaningZh) ?? "";
    await page.getByText(why).first().waitFor();
    await keepScreenshot(page, `batch-${locale}`);

    await page.goto(`${wegraph.url}/messages/statistics`);
    await page.getByText(word.funnel).first().waitFor();
    await page.locator(".recharts-surface").first().waitFor();
    await keepScreenshot(page, `statistics-${locale}`);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
