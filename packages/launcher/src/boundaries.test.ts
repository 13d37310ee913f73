import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { projectRoot } from "./paths.ts";
import { temporaryDir } from "./temporaryDir.ts";

const dependencyList = z.record(z.string(), z.string()).default({});
const manifestShape = z.object({
  name: z.string(),
  dependencies: dependencyList,
  devDependencies: dependencyList,
});

interface Package {
  folder: string;
  name: string;
  dependencies: string[];
  devDependencies: string[];
}

function foldersIn(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`);
}

function readPackage(folder: string): Package {
  const text = readFileSync(join(projectRoot, folder, "package.json"), "utf8");
  const { name, dependencies, devDependencies } = manifestShape.parse(JSON.parse(text));
  return {
    folder,
    name,
    dependencies: Object.keys(dependencies),
    devDependencies: Object.keys(devDependencies),
  };
}

const packages = ["gateway", "web", ...["packages", "prisma", "subgraphs"].flatMap(foldersIn)].map(
  readPackage,
);
const ours = (names: readonly string[]): string[] => names.filter((name) => name.startsWith("@wegraph/"));

/** What a package may use of ours, and what only its tests and tools may: its devDependencies. */
function permitted({ folder }: Package): { always: string[]; inTests: string[] } | "anything" {
  const [, domain = ""] = folder.split("/");
  if (folder === "packages/app") return "anything"; // the composition root
  if (folder === "packages/bench") return "anything"; // measures the whole as well as its parts
  if (folder === "packages/interop") return "anything"; // tests the whole with others' software
  if (folder === "packages/kit") return { always: ["@wegraph/database"], inTests: ["@wegraph/launcher"] };
  if (folder === "gateway") return { always: ["@wegraph/kit"], inTests: [] };
  if (folder.startsWith("subgraphs/")) {
    const always = ["@wegraph/kit", "@wegraph/database", `@wegraph/db-${domain}`];
    return { always, inTests: ["@wegraph/simulators"] };
  }
  if (folder.startsWith("prisma/")) return { always: ["@wegraph/database"], inTests: [] };
  if (folder === "packages/database") return { always: [], inTests: ["@wegraph/launcher"] };
  return { always: [], inTests: [] };
}

describe("a package depends only on what its layer may know", () => {
  test("every package of the workspace is looked at", () => {
    const folders = packages.map(({ folder }) => folder);
    expect(folders).toEqual(
      expect.arrayContaining(["gateway", "web", "packages/kit", "subgraphs/core", "subgraphs/wecom"]),
    );
    expect(folders.length).toBeGreaterThanOrEqual(12);
  });

  test.each(packages)("$folder", (each) => {
    const may = permitted(each);
    if (may === "anything") return;

    const inTests = [...may.always, ...may.inTests];

    expect(may.always).toEqual(expect.arrayContaining(ours(each.dependencies)));
    expect(inTests).toEqual(expect.arrayContaining(ours(each.devDependencies)));
  });

  test("a domain's tables belong to one subgraph", () => {
    for (const { name: database } of packages.filter(({ folder }) => folder.startsWith("prisma/"))) {
      const owners = packages.filter(
        ({ folder, dependencies }) => folder.startsWith("subgraphs/") && dependencies.includes(database),
      );
      expect(owners.map(({ folder }) => folder)).toEqual([
        `subgraphs/${database.replace("@wegraph/db-", "")}`,
      ]);
    }
  });
});

interface Import {
  file: string;
  specifier: string;
}

const skipped = new Set(["node_modules", "generated", "gql", "dist", "public"]);
const importPatterns = [
  /^(?:import\s+(?:[^"';]*?\sfrom\s+)?|export\s+[^"';=]*?\sfrom\s+)["']([^"'\n]+)["']/gm,
  /^[^"'`\n]*\bimport\(\s*["']([^"'\n]+)["']/gm,
];

function importsOf(folder: string): Import[] {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : importsOf(path);
    if (!/\.(ts|tsx|mjs)$/.test(entry.name)) return [];
    const text = readFileSync(join(projectRoot, path), "utf8");
    const found = importPatterns.flatMap((pattern) => [...text.matchAll(pattern)]);
    return found.map(([, specifier = ""]) => ({ file: path, specifier }));
  });
}

describe("an import is what the package says it is", () => {
  const toolsOfTheRoot = ["vitest", "@oxc-node/core"];

  function problemOf({ folder, name, dependencies, devDependencies }: Package, { file, specifier }: Import) {
    if (specifier.startsWith(".")) {
      const target = relative(folder, join(dirname(file), specifier));
      return target.startsWith("..") ? `${file} climbs out of its package: ${specifier}` : undefined;
    }
    const wanted = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    if (specifier.startsWith("node:") || builtinModules.includes(wanted) || wanted === name) return undefined;
    const known = [...dependencies, ...devDependencies, ...toolsOfTheRoot];
    return known.includes(wanted) ? undefined : `${file} uses ${wanted}, which ${name} does not depend on`;
  }

  test.each(packages)("$folder", (each) => {
    const imports = importsOf(each.folder);

    const problems = imports.flatMap((found) => problemOf(each, found) ?? []);

    expect(problems).toEqual([]);
  });

  test("the imports are really seen", () => {
    const seen = importsOf("packages/launcher").map(({ file, specifier }) => `${file} ${specifier}`);
    expect(seen).toContain("packages/launcher/src/boundaries.test.ts vitest");
    expect(seen).toContain("packages/launcher/src/stack.ts ./postgres.ts");
    expect(seen).toContain("packages/launcher/src/stack.ts ./supervised.ts"); // a type
  });
});

describe("the linter refuses what crosses a boundary", () => {
  const boundary = "no-restricted-imports";
  const planted: [file: string, code: string, rule: string][] = [
    ["gateway/src/a.ts", 'import "@wegraph/core/subgraph";', boundary],
    ["gateway/src/b.ts", 'import "@wegraph/db-core/client";', boundary],
    ["gateway/src/c.ts", 'import "pg";', boundary],
    ["gateway/src/d.ts", 'await import("@wegraph/wecom/subgraph");', boundary],
    ["packages/kit/src/a.ts", 'import "@wegraph/gateway/main";', boundary],
    ["packages/kit/src/b.ts", 'import "@wegraph/wecom/subgraph";', boundary],
    ["packages/database/src/a.ts", 'import "@wegraph/kit/errors";', boundary],
    ["packages/simulators/src/a.ts", 'import "@wegraph/wecom/provider";', boundary],
    ["prisma/core/src/a.ts", 'import "@wegraph/db-wecom/client";', boundary],
    ["subgraphs/core/src/a.ts", 'import "@wegraph/wecom/subgraph";', boundary],
    ["subgraphs/core/src/b.ts", 'import "@wegraph/simulators/main";', boundary],
    ["subgraphs/wecom/src/x.db.test.ts", 'import "@wegraph/core/subgraph";', boundary],
    ["subgraphs/wecom/src/x/x.rules.ts", 'import "@wegraph/db-wecom/client";', boundary],
    ["subgraphs/wecom/src/x/y.rules.ts", 'import "./x.service.ts";', boundary],
    ["subgraphs/wecom/src/x/x.events.ts", 'import "type-graphql";', boundary],
    ["subgraphs/wecom/src/x/x.resolver.ts", 'import "@wegraph/db-wecom/client";', boundary],
    ["subgraphs/wecom/src/x/x.model.ts", 'import "undici";', boundary],
    ["subgraphs/wecom/src/x/deep.ts", 'import "../../../core/src/subgraph.ts";', boundary],
    ["web/src/a.ts", 'import "@wegraph/kit/errors";', boundary],
    ["web/src/b.ts", 'import "node:fs";', boundary],
    ["gateway/src/environment.ts", "export const port = process.env.PORT;", "no-process-env"],
    ["packages/kit/src/loose.ts", "export const loose: any = 1;", "no-explicit-any"],
    ["packages/kit/src/long.ts", "console.log(1);\n".repeat(301), "max-lines"],
  ];
  const allowed: [file: string, code: string][] = [
    ["gateway/src/ok.ts", 'import "@wegraph/kit/errors";'],
    ["gateway/src/config.ts", "export const port = process.env.PORT;"],
    ["subgraphs/wecom/src/ok.ts", 'import "@wegraph/kit/errors";\nimport "@wegraph/db-wecom/client";'],
    ["subgraphs/wecom/src/ok.db.test.ts", 'import "@wegraph/simulators/simulator";'],
    ["subgraphs/wecom/src/x/ok.rules.ts", 'import "@wegraph/kit/machine";'],
    ["packages/database/src/ok.db.test.ts", 'import "@wegraph/launcher/stack";'],
    ["packages/kit/src/ok.ts", 'import "@wegraph/database/scope";'],
  ];
  const reportShape = z.object({
    number_of_files: z.number(),
    diagnostics: z.array(z.object({ code: z.string().default("syntax"), filename: z.string() })),
  });

  const sample = temporaryDir("lint");
  let report: z.infer<typeof reportShape>;
  beforeAll(() => {
    cpSync(join(projectRoot, ".oxlintrc.json"), join(sample.path, ".oxlintrc.json"));
    for (const [file, code] of [...planted, ...allowed]) {
      mkdirSync(join(sample.path, dirname(file)), { recursive: true });
      writeFileSync(join(sample.path, file), `${code}\n`);
    }
    report = reportShape.parse(JSON.parse(lint(sample.path)));
  });
  afterAll(() => sample.remove());

  test.each(planted)("%s", (file, _code, rule) => {
    const rules = report.diagnostics
      .filter(({ filename }) => filename.endsWith(file))
      .map(({ code }) => code);

    expect(rules.join(" ")).toContain(rule);
  });

  test("and nothing else", () => {
    const files = report.diagnostics.map(({ filename }) => filename);

    expect(report.number_of_files).toBe(planted.length + allowed.length);
    for (const [file] of allowed) expect(files.filter((each) => each.endsWith(file))).toEqual([]);
  });
});

function lint(folder: string): string {
  const oxlint = join(projectRoot, "node_modules/oxlint/bin/oxlint");
  try {
    return execFileSync(process.execPath, [oxlint, "--format=json", "."], { cwd: folder, encoding: "utf8" });
  } catch (error) {
    // It has complaints, as it should.
    return z.object({ stdout: z.string() }).parse(error).stdout;
  }
}
