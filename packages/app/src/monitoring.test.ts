import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Metrics } from "@wegraph/kit/metrics";
import { projectFile } from "./project.ts";

const folder = fileURLToPath(projectFile("docs/monitoring"));
const root = fileURLToPath(projectFile("."));

/** What the code registers, as it says so, and what comes with Node.js. */
async function registered(): Promise<Set<string>> {
  const known = new Set<string>();
  const found = /\b(counter|gauge|sharedGauge|histogram)(?:<[^>]*>)?\(\s*"([a-z][\w]*)"/g;
  const whole = /name: "(wegraph_\w+)"/g;
  const add = (name: string, isHistogram: boolean) => {
    known.add(name);
    if (isHistogram) for (const suffix of ["_bucket", "_sum", "_count"]) known.add(name + suffix);
  };
  for (const file of sourcesIn(["gateway/src", "packages/kit/src", "subgraphs"])) {
    const text = readFileSync(file, "utf8");
    for (const [, kind, name] of text.matchAll(found)) add(`wegraph_${name}`, kind === "histogram");
    for (const [, name = ""] of text.matchAll(whole)) add(name, false);
  }
  for (const { name, type } of await new Metrics("test").registry.getMetricsAsJSON())
    add(name, String(type) === "histogram");
  return known;
}

function sourcesIn(folders: readonly string[]): string[] {
  return folders.flatMap((one) =>
    readdirSync(join(root, one), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.includes("node_modules") && !file.includes(".test."))
      .map((file) => join(root, one, file)),
  );
}

/** Names of metrics in a PromQL expression: what is neither a function, a keyword, a label nor a text. */
function metricsIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/"[^"]*"/g, "")
    .replaceAll(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, "")
    .replaceAll(/\{[^}]*\}/g, "")
    .replaceAll(/\[[^\]]*\]/g, "");
  return [...bare.matchAll(/[a-z_]\w*/gi)]
    .filter(({ 0: word, index }) => bare[index + word.length] !== "(" && /_/.test(word))
    .map(([word]) => word);
}

interface Dashboard {
  uid: string;
  title: string;
  panels: { title: string; targets: { expr: string }[] }[];
}

test("every expression of the Grafana dashboards asks for metrics that the code registers", async () => {
  const known = await registered();
  const files = readdirSync(join(folder, "dashboards")).filter((file) => file.endsWith(".json"));
  expect(files.length).toBeGreaterThanOrEqual(4);
  const ids = new Set<string>();
  for (const file of files) {
    const board = JSON.parse(readFileSync(join(folder, "dashboards", file), "utf8")) as Dashboard;
    ids.add(board.uid);
    for (const { title, targets } of board.panels)
      for (const { expr } of targets) {
        const asked = metricsIn(expr);
        expect(asked.length, `${file}: ${title}`).toBeGreaterThan(0);
        expect(
          asked.filter((name) => !known.has(name)),
          `${file}: ${title}: ${expr}`,
        ).toEqual([]);
      }
  }
  expect(ids.size).toBe(files.length);
});

test("the alert rules for Prometheus ask for metrics that the code registers", async () => {
  const known = await registered();
  const text = readFileSync(join(folder, "wegraph.rules.yml"), "utf8");
  const expressions = [...text.matchAll(/^\s+expr: (.+)$/gm)].map(([, expression = ""]) => expression);
  expect(expressions.length).toBeGreaterThan(8);
  for (const expression of expressions) {
    // The scraper's own.
    if (expression.startsWith("up{")) continue;
    const asked = metricsIn(expression);
    expect(asked.length, expression).toBeGreaterThan(0);
    expect(
      asked.filter((name) => !known.has(name)),
      expression,
    ).toEqual([]);
  }
});

test("the page about dashboards names every one of them", () => {
  const text = readFileSync(join(folder, "README.md"), "utf8");
  for (const file of readdirSync(join(folder, "dashboards"))) expect(text).toContain(`\`${file}\``);
});
