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
    conversations: "聊天会话",
    write: "输入回复…",
    send: "发送",
    sent: "已发送",
    close: "关闭",
    closed: "已关闭",
    nobody: "未分配",
    newBelow: "有新消息",
    list: "聊天会话",
    back: "返回列表",
  },
  en: {
    conversations: "Conversations",
    write: "Write an answer…",
    send: "Send",
    sent: "Sent",
    close: "Close",
    closed: "Closed",
    nobody: "Unassigned",
    newBelow: "New messages",
    list: "Conversations",
    back: "Back to the list",
  },
} satisfies Record<Locale, Record<string, string>>;

/** The first demo tenant's corporation at the simulated WeCom, and its first application. */
const corpId = "ww5d2f8e1c0a9b7346";
const agentId = 1_000_002;

let wegraph: SharedWegraph;
let browser: Browser;
let members: string[] = [];

beforeAll(async () => {
  wegraph = await borrowWegraph();
  browser = await openBrowser(process.env["CHROMIUM_PATH"]);
  const { members: known } = await atWecom<{ members: { userid: string; status: number }[] }>(
    "GET",
    "/members",
  );
  // The demo's own members have written already; these have not.
  members = known
    .filter(({ status }) => status === 1)
    .map(({ userid }) => userid)
    .slice(20);
});
afterAll(async () => {
  await browser?.close();
  await wegraph?.stop();
});

async function atWecom<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${wegraph.simulatorUrl}/control/wecom/corps/${corpId}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test says what it expects, and fails if it is not so
  return (await answer.json()) as T;
}

const say = (from: string, text: string) =>
  atWecom("POST", "/say", { agentId, from, fields: { Content: text } });

/** What members have been sent of late, by the words. */
async function taken(text: string): Promise<{ to: string }[]> {
  const { accepted } = await atWecom<{ accepted: number }>("GET", "/accepted");
  const { messages } = await atWecom<{ messages: { to: string; summary: string }[] }>(
    "GET",
    `/messages?after=${Math.max(0, accepted - 500)}`,
  );
  return messages.filter(({ summary }) => summary.includes(text));
}

describe.each(["zh-CN", "en"] as const)("in %s", (locale) => {
  const word = words[locale];

  test("a member writes, it appears live, is answered, and the member has the answer", async () => {
    const scheme = locale === "en" ? "dark" : "light";
    const { context, page, complaints } = await visit(browser, { locale, scheme });
    await signIn(page, wegraph.url, wegraph.demo("operator"), locale);
    // Its name goes on with how many are unread.
    const rail = page.getByRole("navigation").first();
    await rail.getByRole("link", { name: new RegExp(`^${word.conversations}`) }).click();
    const list = page.getByRole("navigation", { name: word.list, exact: true });
    await list.waitFor();
    const member = members.shift() ?? "";
    const question = `${member} needs help`;
    await say(member, question);
    const row = list.getByRole("button", { name: question });
    await row.waitFor();
    await keepScreenshot(page, `conversations-list-${locale}`);
    await row.click();
    const talk = page.getByRole("log");
    await talk.getByText(question, { exact: true }).waitFor();
    // Read by whoever may answer it: the badge goes.
    await row.getByText("1", { exact: true }).waitFor({ state: "detached" });

    const answer = `on my way, ${member}`;
    await page.getByRole("textbox", { name: word.write }).fill(answer);
    await page.keyboard.press("Enter");
    await talk.getByText(answer, { exact: true }).waitFor();
    const given = talk.getByRole("listitem").filter({ hasText: answer });
    await given.getByText(word.sent, { exact: true }).waitFor();
    expect(await taken(answer)).toMatchObject([{ to: member }]);

    // What comes in while it is open is there without a reload.
    await say(member, `thank you from ${member}`);
    await talk.getByText(`thank you from ${member}`, { exact: true }).waitFor();
    await keepScreenshot(page, `conversations-talk-${locale}`);
    await page.getByRole("button", { name: word.close, exact: true }).click();
    // The row's words are the last that were written; it is the open one all the same.
    await list.locator('[aria-current="true"]').getByText(word.closed, { exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });
});

test("older messages come in above without moving what is read, newer ones below wait to be asked for", async () => {
  const { context, page } = await visit(browser, { locale: "en" });
  await signIn(page, wegraph.url, wegraph.demo("operator"), "en");
  const member = members.shift() ?? "";
  for (let i = 0; i < 60; i += 1) await say(member, `line ${i}`);
  // All of them first: one that came in late would take its place among those that are looked at.
  const { email, password } = wegraph.demo("operator");
  const client = await new Client(wegraph.url).signedIn(email, password);
  await until("all are in", async () => {
    const { data } = await client.ask(
      `{ conversations(first: 1, filter: { search: "${member}" }) { nodes { unread } } }`,
    );
    return nodesOf<{ unread: number }>(data, "conversations")[0]?.unread === 60;
  });
  await page.goto(`${wegraph.url}/conversations?search=${member}`);
  await page
    .getByRole("navigation", { name: words.en.list, exact: true })
    .getByRole("button")
    .first()
    .click();
  const talk = page.getByRole("log");
  await talk.getByRole("listitem").nth(39).waitFor();
  const newest = talk.getByRole("listitem").last();
  await newest.waitFor();
  // To the top: the older twenty come in, and the line that was first is where it was.
  const text = await talk
    .getByText(/^line \d+$/)
    .first()
    .innerText();
  const line = talk.getByText(text, { exact: true });
  await talk.evaluate((element) => element.scrollTo({ top: 100 }));
  const before = await line.boundingBox();
  await talk.getByRole("listitem").nth(59).waitFor();
  const after = await line.boundingBox();
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 1_000))).toBeLessThan(40);
  await say(member, "and one more");
  await page.getByRole("button", { name: words.en.newBelow }).click();
  await talk.getByText("and one more", { exact: true }).waitFor();
  await context.close();
});

test("on a phone one sees the list or the talk, and who may only look can write nothing", async () => {
  const { context, page, complaints } = await visit(browser, { locale: "en", width: 390 });
  await signIn(page, wegraph.url, wegraph.demo("viewer"), "en");
  await page.goto(`${wegraph.url}/conversations`);
  const list = page.getByRole("navigation", { name: words.en.list, exact: true });
  await list.getByRole("button").first().waitFor();
  await keepScreenshot(page, "conversations-phone-list");
  await list.getByRole("button").first().click();
  await page.getByRole("log").getByRole("listitem").first().waitFor();
  await keepScreenshot(page, "conversations-phone-talk");
  expect(await page.getByRole("textbox", { name: words.en.write }).isDisabled()).toBe(true);
  expect(await page.getByRole("button", { name: words.en.close, exact: true }).count()).toBe(0);
  const overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
  expect(overflow).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: words.en.back }).click();
  await list.waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
