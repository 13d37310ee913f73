import { readFile } from "node:fs/promises";
import { z } from "zod";
import { projectFile } from "../project.ts";
import { changesBetween, problemsOf } from "./apiChanges.ts";
import { withUnreleased } from "./changelog.ts";

/** What is committed about the API, as paths in the project. */
export const apiFiles = {
  current: "docs/api/schema.graphql",
  released: "docs/api/released.graphql",
  declared: "docs/api/breaking.json",
  changelog: "docs/api/CHANGELOG.md",
} as const;

const declaredShape = z.array(z.strictObject({ change: z.string(), because: z.string() }));

export interface Comparison {
  /** The present schema. */
  current: string;
  /** The changelog as it is, and as it should be. */
  changelog: string;
  wanted: string;
  /** What stands against a release. */
  problems: string[];
}

/** Compares the API that is committed with the one that was last released. */
export async function compareWithRelease(): Promise<Comparison> {
  const read = (file: keyof typeof apiFiles) => readFile(projectFile(apiFiles[file]), "utf8");
  const current = await read("current");
  const changelog = await read("changelog");
  const declared = declaredShape.parse(JSON.parse(await read("declared")));
  const changes = await changesBetween(await read("released"), current);
  const wanted = withUnreleased(changelog, changes, declared);
  return { current, changelog, wanted, problems: problemsOf(changes, declared) };
}
