import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keepScreenshot, openBrowser, visit } from "./testing/browser.ts";
import { Client, nodesOf, until } from "./testing/client.ts";
import { borrowWegraph } from "./testing/sharedWegraph.ts";
import type { SharedWegraph } from "./testing/sharedWegraph.ts";
import { signIn } from "./testing/signIn.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");

/** Not those that go on for ever. */
const settled = `Promise.all(document.getAnimations()
  .filter((each) => each.effect.getComputedTiming().endTime !== Infinity)
  .map((each) => each.finished.catch(() => undefined)))`;

/** Differ from run to run; screenshots are named without them. */
const ids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const paths = [
  "/",
  "/accounts",
  "/messages",
  "/messages/new",
  "/messages/batches",
  "/messages/batches/new",
  "/messages/templates",
  "/messages/templates/new",
  "/messages/statistics",
  "/messages/limits",
  "/conversations",
  "/contacts",
  "/contacts/groups",
  "/contacts/syncs",
  "/callbacks",
  "/alerts",
  "/alert-rules",
  "/health/overview",
  "/health/patients",
  "/health/alerts",
  "/health/devices",
  "/health/reports",
  "/health/rules",
  "/health/rules/new",
  "/health/cohorts",
  "/monitoring/alerts",
  "/monitoring/rules",
  "/monitoring/silences",
  "/monitoring/policy",
  "/monitoring/reports",
  "/monitoring/wall",
  "/metrics-explorer?names=accounts_online,account_online_ratio&compare=before",
  "/files",
  "/quotas",
  "/bills",
  "/webhooks",
  "/settings",
  "/settings?key=account-alert.repeat-after-seconds",
  "/notifications",
  "/notifications/preferences",
  "/notification-channels",
  "/notification-deliveries",
  "/notification-templates",
  "/api-keys",
  "/users",
  "/roles",
  "/audit",
];

let wegraph: SharedWegraph;
let browser: Browser;
let client: Client;
/** Pages of one patient, and of a report of theirs. */
let healthPaths: readonly string[];

beforeAll(async () => {
  wegraph = await borrowWegraph();
  browser = await openBrowser(process.env["CHROMIUM_PATH"]);
  const { email, password } = wegraph.demo("tenant_admin");
  client = await new Client(wegraph.url).signedIn(email, password);
  await until(
    "the demo has sent messages",
    async () =>
      nodesOf((await client.ask("{ messages(first: 5) { nodes { id } } }")).data, "messages").length > 0,
    120_000,
  );
  healthPaths = await pagesOfAPatient();
});
afterAll(async () => {
  await browser?.close();
  await wegraph?.stop();
});

async function pagesOfAPatient(): Promise<string[]> {
  const idOf = async (query: string, input: object, ...place: readonly string[]) => {
    const { data, errors } = await client.ask(query, { input });
    const made = place.reduce<unknown>(
      (within, key) => (within as Record<string, unknown> | null)?.[key],
      data,
    );
    if (typeof made !== "string") throw new Error(`nothing was made: ${JSON.stringify(errors)}`);
    return made;
  };
  const patientId = await idOf(
    "mutation($input: CreatePatientInput!) { createPatient(input: $input) { patient { id } } }",
    {
      name: "无障碍示例",
      sex: "FEMALE",
      birthDate: "1960-01-01",
      hasConsented: true,
      waistCm: 84,
      heightCm: 160,
    },
    "createPatient",
    "patient",
    "id",
  );
  const item = {
    category: "LIPIDS",
    code: "14647-2",
    name: "总胆固醇",
    value: 6.4,
    unit: "mmol/L",
    referenceHigh: 5.19,
  };
  const report = (examinedOn: string) =>
    idOf(
      "mutation($input: CreateCheckupReportInput!) { createCheckupReport(input: $input) { report { id } } }",
      { patientId, institution: "示例体检中心", examinedOn, conclusion: "血脂偏高", items: [item] },
      "createCheckupReport",
      "report",
      "id",
    );
  const [published, draft] = [await report("2025-06-01"), await report("2026-06-01")];
  await client.ask(
    "mutation($input: CheckupReportVersionInput!) { publishCheckupReport(input: $input) { report { id } } }",
    { input: { reportId: published, expectedVersion: 1 } },
  );
  await client.ask(
    "mutation($input: AssessPatientRiskInput!) { assessPatientRisk(input: $input) { assessments { id } } }",
    { input: { patientId } },
  );
  return [
    ...["overview", "vitals", "alerts", "devices", "timeline", "reports", "risk", "access"].map(
      (tab) => `/health/patients/${patientId}?tab=${tab}`,
    ),
    `/health/reports/${published}`,
    `/health/reports/${draft}/edit`,
    `/health/report-comparison/${patientId}`,
  ];
}

/** Left out is one rule on trial, which takes initials in a picture for words of a button. */
const run = `axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  rules: { "label-content-name-mismatch": { enabled: false } },
})`;

/** What axe has to say against the page by WCAG 2.2 AA: rule and place. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate<AxeResults>(run);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ""}`),
  );
}

describe.each([
  { locale: "zh-CN", scheme: "light", width: 1_440 },
  { locale: "en", scheme: "dark", width: 390 },
] as const)("in $locale, $scheme, $width wide", ({ locale, scheme, width }) => {
  test("every page can be read and used by everyone: axe finds nothing against WCAG 2.2 AA", async () => {
    const { context, page, complaints } = await visit(browser, { locale, scheme, width });
    await signIn(page, wegraph.url, wegraph.demo("tenant_admin"), locale);
    const found: Record<string, string[]> = {};
    for (const path of [...paths, ...healthPaths]) {
      await page.goto(`${wegraph.url}${path}`);
      // By what it is, not by its role: beside an open drawer the page is hidden from those who listen.
      await page.locator("main :is(h1, h2, h3)").first().waitFor();
      await page.locator(".MuiSkeleton-root").first().waitFor({ state: "detached" });
      // Fades are over: half-seen words have half their contrast.
      await page.evaluate(settled);
      await keepScreenshot(
        page,
        `page${path.replaceAll(ids, "one").replaceAll(/[^\w-]+/g, "-")}-${locale}-${scheme}-${width}`,
      );
      const against = await violations(page);
      if (against.length > 0) found[path] = against;
    }
    expect(found).toEqual({});
    expect(complaints).toEqual([]);
    await context.close();
  }, 300_000);
});
