import { join } from "node:path";
import { Child } from "./child.ts";
import type { Place } from "./child.ts";
import { inherited } from "./config.ts";
import { projectRoot } from "./paths.ts";
import { nodeArgs } from "./node.ts";

/** A program of this repository, run from its TypeScript source. */
export interface Program {
  name: string;
  /** The package's folder, from the root of the repository. */
  folder: string;
  env: NodeJS.ProcessEnv;
  stopMs: number;
}

export function runProgram({ name, folder, env, stopMs }: Program, place: Place): Child {
  const spec = {
    name,
    command: process.execPath,
    args: [...nodeArgs, "src/main.ts"],
    cwd: join(projectRoot, folder),
    env: { ...inherited, ...env },
    stopMs,
  };
  return new Child(spec, place);
}

/** Whether this address answers 200 now. */
export async function answersOk(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000), redirect: "manual" });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false; // not listening yet
  }
}
