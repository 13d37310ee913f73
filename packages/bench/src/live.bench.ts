import pg from "pg";
import { request } from "undici";
import { openBrowser, visit } from "@wegraph/app/testing/browser";
import { Client } from "@wegraph/app/testing/client";
import { startWegraph } from "@wegraph/app/testing/wegraph";
import { chromiumPath } from "./config.ts";

// From the change of an account's state to the screen of a person who has the list open: the whole road of an event,
// with the demo's 200 accounts alive. Counted from when the change was decided, which is before its transaction is
// committed, so the figures err on the slow side.

const changes = 200;
const everyMs = 150;

const wegraph = await startWegraph({ demo: true, life: true });
const browser = await openBrowser(chromiumPath());
try {
  const { email, password } = wegraph.demo("tenant_admin");
  const { page } = await visit(browser, { locale: "en" });
  await page.goto(wegraph.url);
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.keyboard.press("Enter");
  await page.locator('input[type="password"]').waitFor({ state: "detached" });
  await page.goto(`${wegraph.url}/accounts?size=100`);
  await page.getByRole("grid").waitFor();
  await page.waitForTimeout(2_000);
  // When each row last showed another state than before, in the same machine's clock.
  await page.evaluate(`(() => {
    const seen = new Map(); window.__shown = [];
    const look = () => document.querySelectorAll('[role="row"][data-id]').forEach((row) => {
      const state = row.querySelector('[data-field="status"]')?.textContent ?? "";
      const id = row.getAttribute("data-id");
      if (seen.has(id) && seen.get(id) !== state)
        requestAnimationFrame(() => window.__shown.push([id, performance.timeOrigin + performance.now()]));
      seen.set(id, state);
    });
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  })()`);
  const rows = await page.evaluate<string[]>(
    `[...document.querySelectorAll('[role="row"][data-id]')].map((row) => row.getAttribute("data-id"))`,
  );

  // Accounts whose session ends come back online through the demo's people, or stay offline: either is a change.
  const client = await new Client(wegraph.url).signedIn(email, password);
  const startedAt = new Date();
  for (let n = 0; n < changes; n += 1) {
    const id = rows[n % rows.length];
    if (n < rows.length)
      await request(`${wegraph.simulatorUrl}/control/instances/${id}/kick`, { method: "POST" }).then(
        ({ body }) => body.dump(),
      );
    else
      await client.ask("mutation($input: AccountInput!) { logInAccount(input: $input) { account { id } } }", {
        input: { accountId: id },
      });
    await page.waitForTimeout(everyMs);
  }
  await page.waitForTimeout(3_000);

  const shown = await page.evaluate<[string, number][]>("window.__shown");
  const database = new pg.Client({ connectionString: new URL("/wework_platform", wegraph.databaseUrl).href });
  await database.connect();
  const { rows: history } = await database.query<{ account_id: string; at: Date }>(
    "SELECT account_id::text, at FROM wework_account_status_history WHERE at >= $1 AND account_id = ANY($2::uuid[]) ORDER BY at",
    [startedAt, rows],
  );
  await database.end();
  // A change that was overtaken by the next before a frame was drawn is never on the screen; the next one is.
  const latencies = history.flatMap(({ account_id, at }) => {
    const next = shown.find(([id, time]) => id === account_id && time >= at.getTime());
    return next ? [next[1] - at.getTime()] : [];
  });
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    `${Math.round(latencies[Math.floor(latencies.length * share)] ?? Number.NaN)} ms`;
  process.stdout.write(
    `${history.length} changes of ${rows.length} accounts on the page, ${latencies.length} seen on the screen\n` +
      `decision to screen: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}\n`,
  );
} finally {
  await browser.close();
  await wegraph.stop();
}
