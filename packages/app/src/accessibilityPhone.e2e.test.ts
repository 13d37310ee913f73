import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "./testing/browser.ts";
import { lookAtEveryPage } from "./testing/everyPage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(process.env["CHROMIUM_PATH"]);
});
afterAll(() => browser?.close());

test("every page can be read and used by everyone: axe finds nothing against WCAG 2.2 AA", async () => {
  const findings = await lookAtEveryPage(browser, { locale: "en", scheme: "dark", width: 390 });
  expect(findings).toEqual({ violations: {}, complaints: [] });
}, 300_000);
