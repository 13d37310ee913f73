import type { Page } from "playwright-core";
import type { Locale } from "./browser.ts";
import { Client } from "./client.ts";
import type { DemoLogin } from "../demo/people.ts";

const button: Readonly<Record<Locale, string>> = { "zh-CN": "登录", en: "Sign in" };

/** Through the sign-in page, in the language that the console is then in; resolves once a page of it is there. */
export async function signIn(
  page: Page,
  url: string,
  { email, password }: DemoLogin,
  locale: Locale,
): Promise<void> {
  // A person's language is kept with the person; these are the demo's, and each journey wants its own.
  const client = await new Client(url).signedIn(email, password);
  await client.ask("mutation($input: SetLocaleInput!) { setLocale(input: $input) { user { locale } } }", {
    input: { locale },
  });
  await page.goto(url);
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.getByRole("button", { name: button[locale], exact: true }).click();
  await page.locator('input[type="password"]').waitFor({ state: "detached" });
  await page.getByRole("main").getByRole("heading").first().waitFor();
}
