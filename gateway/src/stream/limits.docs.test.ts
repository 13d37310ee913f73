import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { settingsShape } from "../settings.ts";

const page = readFileSync(new URL("../../../docs/api/subscriptions.md", import.meta.url), "utf8");
const streams: Record<string, number> = settingsShape.parse({}).streams;

test("the page on subscriptions gives every limit with its number", () => {
  const rows = [...page.matchAll(/^\| `streams\.(\w+)` \| ([\d,]+) \|/gm)].map(
    ([, name = "", number = ""]) => [name, Number(number.replaceAll(",", ""))],
  );

  expect(rows.length).toBeGreaterThan(8);
  expect(rows).toEqual(rows.map(([name = ""]) => [name, streams[name]]));
});

test("and every other setting that it names is one", () => {
  const named = [...page.matchAll(/`streams\.(\w+)`/g)].map(([, name = ""]) => name);

  expect(named.filter((name) => !(name in streams))).toEqual([]);
});
