import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { keepScreenshot, visit } from "./browser.ts";
import type { VisitOptions } from "./browser.ts";
import { Client, nodesOf, until } from "./client.ts";
import { borrowWegraph } from "./sharedWegraph.ts";
import { signIn } from "./signIn.ts";

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
  "/health/patients/import",
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

export interface Findings {
  /** What axe has to say, by page. */
  violations: Record<string, string[]>;
  complaints: string[];
}

/** Opens every page of the console, keeps a picture of it and asks axe about it. */
export async function lookAtEveryPage(
  browser: Browser,
  { locale, scheme, width }: Required<VisitOptions>,
): Promise<Findings> {
  const wegraph = await borrowWegraph();
  try {
    const { email, password } = wegraph.demo("tenant_admin");
    const client = await new Client(wegraph.url).signedIn(email, password);
    await until(
      "the demo has sent messages",
      async () =>
        nodesOf((await client.ask("{ messages(first: 5) { nodes { id } } }")).data, "messages").length > 0,
      120_000,
    );
    const { page, complaints } = await visit(browser, { locale, scheme, width });
    await signIn(page, wegraph.url, wegraph.demo("tenant_admin"), locale);
    const violations: Record<string, string[]> = {};
    for (const path of [...paths, ...(await pagesOfAPatient(client))]) {
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
      const against = await violationsOf(page);
      if (against.length > 0) violations[path] = against;
    }
    return { violations, complaints };
  } finally {
    await wegraph.stop();
  }
}

/** Pages of one patient, and of a report of theirs. */
async function pagesOfAPatient(client: Client): Promise<string[]> {
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

/**
 * Left out is one rule on trial, which takes initials in a picture for words of a button. Nobody reads what passes, and
 * no rule asks for style sheets or media: to gather them takes as long as the rules.
 */
const run = `axe.run(document, {
  resultTypes: ["violations"],
  preload: false,
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  rules: { "label-content-name-mismatch": { enabled: false } },
})`;

/** What axe has to say against the page by WCAG 2.2 AA: rule and place. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate<AxeResults>(run);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ""}`),
  );
}
