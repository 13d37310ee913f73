import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { settingsShape } from "../settings.ts";

const page = readFileSync(new URL("../../../docs/api/limits.md", import.meta.url), "utf8");
const rows = new Map(
  [...page.matchAll(/^\| `([\w.]+)` \| ([\d.,]+) \|/gm)].map(([, name = "", number = ""]) => [
    name,
    Number(number.replaceAll(",", "")),
  ]),
);
const documented = ["document", "batch", "cost", "persisted", "rates", "links", "cache", "webhooks"] as const;

function* numbersIn(value: unknown, path: string): Generator<[string, number]> {
  if (typeof value === "number") yield [path, value];
  else if (typeof value === "object" && value !== null && !Array.isArray(value))
    for (const [name, inner] of Object.entries(value)) yield* numbersIn(inner, `${path}.${name}`);
}

const settings = settingsShape.parse({});
const numbers = new Map(documented.flatMap((name) => [...numbersIn(settings[name], name)]));

test("every limit is on the page, with its number", () => {
  expect(numbers.size).toBeGreaterThan(35);
  for (const [name, number] of numbers) expect([name, rows.get(name)]).toEqual([name, number]);
});

test("the page names no limit that is not there", () => {
  const { bodyBytesMax, requestTimeoutMs } = settings;
  const all = new Map([...numbers, ...Object.entries({ bodyBytesMax, requestTimeoutMs })]);

  expect([...rows].filter(([name, number]) => all.get(name) !== number)).toEqual([]);
});
