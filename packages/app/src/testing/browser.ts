import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, Page } from "playwright-core";

export type Locale = "zh-CN" | "en";

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The Chromium that the test command found; it says so itself when there is none. */
export function openBrowser(executablePath: string | undefined): Promise<Browser> {
  if (!executablePath) throw new Error("CHROMIUM_PATH is not set: run the tests by `npm test`.");
  return chromium.launch({ executablePath, args: quiet });
}

export interface Visit {
  context: BrowserContext;
  page: Page;
  /** What the page complained of: errors in its console and exceptions nobody caught. */
  complaints: string[];
}

export interface VisitOptions {
  locale: Locale;
  scheme?: "light" | "dark";
  width?: number;
}

export async function visit(
  browser: Browser,
  { locale, scheme = "light", width = 1440 }: VisitOptions,
): Promise<Visit> {
  const height = width < 600 ? 844 : 900;
  const context = await browser.newContext({ locale, colorScheme: scheme, viewport: { width, height } });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // The first question of every visit, whether there is a session, is answered by a 401 when there is none.
    if (message.type() === "error" && !message.text().includes("401")) complaints.push(message.text());
  });
  return { context, page, complaints };
}

const artifacts = new URL("../../../../artifacts/screenshots/", import.meta.url);

export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(artifacts, { recursive: true });
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, artifacts)) });
}
