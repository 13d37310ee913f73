import { readFileSync } from "node:fs";

/** Of the whole platform, as its package.json says. */
export function platformVersion(): string {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
