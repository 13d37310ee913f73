import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import type { TestProjectInlineConfiguration } from "vitest/config";

// vite would load graphql's ES build beside the CommonJS one that type-graphql and Apollo require;
// two copies of its classes refuse each other's schemas.
const graphql = createRequire(new URL("packages/kit/package.json", import.meta.url)).resolve("graphql");

const outside = ["**/node_modules/**", "**/generated/**", "**/dist/**", ".data/**"];
const infrastructure = ["packages/launcher/src/vitest.setup.ts"];

const cores = availableParallelism();

interface Kind {
  name: string;
  include: string[];
  exclude?: string[];
  globalSetup?: string[];
  testTimeout: number;
  hookTimeout: number;
  /** Kinds run one after the other: a journey's time-outs should not compete with the unit tests. */
  groupOrder: number;
  /** Vitest leaves one core to itself, which on a machine with two is half of it. */
  maxWorkers: number;
}

function project({ exclude = [], groupOrder, ...test }: Kind): TestProjectInlineConfiguration {
  return {
    resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
    // Legacy decorators for every file: otherwise only those in some tsconfig's `include` get them.
    oxc: { decorator: { legacy: true } },
    test: {
      ...test,
      exclude: [...outside, ...exclude],
      pool: "forks",
      // Reading the modules of a domain takes longer than most files' tests: a process reads them once for all of its
      // files. What a file would leave to the next is taken back by the setup file.
      isolate: false,
      setupFiles: ["packages/launcher/src/vitest.file.ts"],
      sequence: { groupOrder },
    },
  };
}

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      project({
        name: "unit",
        include: ["**/*.test.{ts,tsx}"],
        exclude: ["**/*.db.test.ts", "**/*.e2e.test.ts"],
        testTimeout: 20_000,
        hookTimeout: 20_000,
        groupOrder: 0,
        maxWorkers: cores,
      }),
      project({
        name: "db",
        include: ["**/*.db.test.ts"],
        globalSetup: infrastructure,
        testTimeout: 60_000,
        hookTimeout: 120_000,
        groupOrder: 1,
        maxWorkers: cores,
      }),
      project({
        name: "e2e",
        include: ["**/*.e2e.test.ts"],
        globalSetup: [...infrastructure, "packages/app/src/testing/vitest.setup.ts"],
        testTimeout: 120_000,
        hookTimeout: 180_000,
        groupOrder: 2,
        // Each has a whole application beside it, and much to wait for.
        maxWorkers: 2,
      }),
    ],
  },
});
