import { readFileSync, readdirSync } from "node:fs";
import { request } from "undici";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepScreenshot, openBrowser, visit } from "./testing/browser.ts";
import { Client, fieldOf, nodesOf, until } from "./testing/client.ts";
import { curl } from "./testing/curl.ts";
import { Subscriber } from "./testing/live.ts";
import { borrowWegraph } from "./testing/sharedWegraph.ts";
import type { SharedWegraph } from "./testing/sharedWegraph.ts";

// An integrator's way: a key made in the console, calls by every door, and the end of the key.

const name = "Order system";
const changes = "subscription { accountStatusChanged { to account { id } } }";

let wegraph: SharedWegraph;
let browser: Browser;
let page: Page;
let admin: Client;
let program: Client;

beforeAll(async () => {
  wegraph = await borrowWegraph();
  browser = await openBrowser(process.env["CHROMIUM_PATH"]);
  const { email, password } = wegraph.demo("tenant_admin", 0);
  admin = await new Client(wegraph.url).signedIn(email, password);
  await admin.ask('mutation { setLocale(input: { locale: "en" }) { user { locale } } }');
  ({ page } = await visit(browser, { locale: "en" }));
  await page.goto(`${wegraph.url}/api-keys`);
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
});
afterAll(async () => {
  await browser?.close();
  await wegraph?.stop();
});

async function keyWith(input: object): Promise<Client> {
  const { data, errors } = await admin.ask(
    "mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }",
    { input: { name: "made by a test", scopes: ["account:read"], ...input } },
  );
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return admin.withToken(fieldOf<{ secret: string }>(data, "createApiKey").secret);
}

const codesOf = async (client: Client) =>
  (await client.ask("{ accounts(first: 1) { nodes { id } } }")).errors.map(
    ({ extensions }) => extensions.code,
  );

test("the console makes a key with the rights ticked, and shows it once", async () => {
  await page.getByRole("button", { name: "New API key" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  for (const right of ["account:read", "account:create", "account:login", "corp:read"])
    await dialog.getByRole("checkbox", { name: new RegExp(`^${right}:`) }).check();
  await dialog.getByRole("button", { name: "Create key" }).click();
  const shown = page.locator("[data-secret]");
  await shown.waitFor();
  const secret = (await shown.textContent()) ?? "";
  expect(secret).toMatch(/^wg_live_\S{20,}$/);
  await page.getByRole("checkbox", { name: "I have stored it safely" }).check();
  await page.getByRole("button", { name: "Done" }).click();
  await shown.waitFor({ state: "detached" });
  await page.getByText(name).first().waitFor();
  expect(await page.content()).not.toContain(secret);
  program = admin.withToken(secret);
});

test("every call that the docs show is answered for the key", async () => {
  const corps = nodesOf<{ id: string }>((await program.ask("{ corps { nodes { id } } }")).data, "corps");
  const idle = "{ accounts(first: 1, filter: { statuses: [OFFLINE] }) { nodes { id } } }";
  const accounts = nodesOf<{ id: string }>((await program.ask(idle)).data, "accounts");
  const env = {
    WEGRAPH: wegraph.url,
    KEY: program.accessToken ?? "",
    CORP: corps[0]?.id ?? "",
    ACCOUNT: accounts[0]?.id ?? "",
  };
  const folder = new URL("../../../docs/api/", import.meta.url);
  const commands = readdirSync(folder)
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => [...readFileSync(new URL(file, folder), "utf8").matchAll(/^```sh\n(.*?)^```$/gms)])
    .map(([, command = ""]) => command.trim())
    // What streams on and on is tried where streams are.
    .filter((command) => command.startsWith("curl ") && !command.startsWith("curl -N"))
    // Messages and their files need an application of WeCom to be sent by: rest.e2e.test.ts has one.
    .filter((command) => !/"\$WEGRAPH\/(?:files|api\/v1\/messages)\b/.test(command));
  expect(commands.length).toBeGreaterThan(4);
  for (const command of commands) {
    const { status, text } = await curl(command, env);
    expect(status, `${command}\n${text}`).toBeLessThan(300);
    expect(JSON.parse(text), command).not.toHaveProperty("errors");
  }
});

test("the key reaches the rights it was given, and no others", async () => {
  const { data } = await program.ask("{ viewer { permissions user { id } } }");
  const { permissions, user } = fieldOf<{ permissions: string[]; user: unknown }>(data, "viewer");
  expect(new Set(permissions)).toEqual(
    new Set(["account:read", "account:create", "account:login", "corp:read"]),
  );
  expect(user).toBeNull();
  const { errors } = await program.ask("{ users { nodes { id } } }");
  expect(errors).toMatchObject([{ path: ["users"], extensions: { code: "FORBIDDEN" } }]);
});

test("the console tells when and from where the key was used last", async () => {
  // It is noted beside the request, not before its answer.
  const used = await until("the use is noted", async () => {
    const { data } = await admin.ask("{ apiKeys(first: 1) { nodes { name lastUsedAt lastUsedAddress } } }");
    const [key] = nodesOf<{ name: string; lastUsedAt: string | null; lastUsedAddress: string }>(
      data,
      "apiKeys",
    );
    return key?.lastUsedAt && key;
  });
  expect(used).toMatchObject({ name, lastUsedAddress: "127.0.0.1" });
  await page.reload();
  const row = page.getByRole("row", { name: new RegExp(name) });
  await row
    .getByText(/now|\d+[sm] ago/)
    .first()
    .waitFor();
  await keepScreenshot(page, "api-keys");
});

test("a limit of its own is told of in every answer, and holds", async () => {
  const limited = await keyWith({ rateLimitPerMinute: 3 });
  const call = () =>
    request(`${wegraph.url}/api/v1/accounts?size=1`, {
      headers: { authorization: `Bearer ${limited.accessToken}` },
    }).then(async (answer) => (await answer.body.dump(), answer));

  expect((await call()).headers).toMatchObject({ "ratelimit-limit": "3", "ratelimit-remaining": "2" });
  await call();
  await call();
  const refused = await call();
  expect(refused.statusCode).toBe(429);
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
});

test("a key opens nothing from an address it is not for", async () => {
  const elsewhere = await keyWith({ allowedAddresses: ["203.0.113.0/24", "2001:db8::/32"] });
  const here = await keyWith({ allowedAddresses: ["127.0.0.0/8", "::1"] });

  expect(await codesOf(elsewhere)).toEqual(["UNAUTHENTICATED"]);
  expect(await codesOf(here)).toEqual([]);
});

test("a key that has expired opens nothing, and its streams end", async () => {
  const brief = await keyWith({ expiresAt: new Date(Date.now() + 10_000).toISOString() });
  expect(await codesOf(brief)).toEqual([]);
  const live = new Subscriber(brief, changes);
  await until("it is connected", async () => live.isConnected);
  await until("its stream has ended", async () => live.errors.length > 0, 20_000);
  await live.stop();
  await until("it has expired", async () => (await codesOf(brief))[0] === "UNAUTHENTICATED", 10_000);
});

test("a key that was replaced works on beside the new one", async () => {
  const { data } = await admin.ask("{ apiKeys(first: 10) { nodes { id name } } }");
  const key = nodesOf<{ id: string; name: string }>(data, "apiKeys").find((each) => each.name === name);
  const rotated = await admin.ask(
    "mutation($input: RotateApiKeyInput!) { rotateApiKey(input: $input) { secret apiKey { scopes } } }",
    { input: { apiKeyId: key?.id } },
  );
  const { secret } = fieldOf<{ secret: string }>(rotated.data, "rotateApiKey");
  expect([await codesOf(program), await codesOf(program.withToken(secret))]).toEqual([[], []]);
});

test("revoked in the console, it opens nothing any more and its streams end within two seconds", async () => {
  const live = new Subscriber(program, changes);
  await until("it is connected", async () => live.isConnected);
  await until("it hears of an account that is logged out", async () => {
    const online = "{ accounts(first: 1, filter: { statuses: [ONLINE] }) { nodes { id } } }";
    const [account] = nodesOf<{ id: string }>((await program.ask(online)).data, "accounts");
    await program.ask("mutation($input: AccountInput!) { logOutAccount(input: $input) { account { id } } }", {
      input: { accountId: account?.id },
    });
    return live.results.length > 0;
  });

  await page.goto(`${wegraph.url}/api-keys`);
  const rows = page.getByRole("row", { name: new RegExp(name) });
  // The newest comes first: the one below it is the one that was replaced.
  await rows.nth(1).getByRole("button").last().click();
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  await page.getByRole("button", { name: "Revoke", exact: true }).click();
  await page.getByText("Key revoked").waitFor();
  const revokedAt = Date.now();
  await until("the stream has ended", async () => live.errors.length > 0, 5_000);
  expect(Date.now() - revokedAt).toBeLessThan(2_000);
  expect((live.errors[0] as { code: number }).code).toBe(4403);
  await until("the key is refused", async () => (await codesOf(program))[0] === "UNAUTHENTICATED", 2_000);
  await live.stop();
});
