import { performance } from "node:perf_hooks";
import { StartError } from "./startError.ts";

// A terminal that went away must not take the orderly stop with it.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

/** Progress for a person, with the time since the command was given. */
export function say(line: string): void {
  const seconds = (performance.now() / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${line}\n`);
}

/** Something that is a result rather than progress. */
export function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

export function complain(...lines: readonly string[]): void {
  process.stderr.write(`${lines.join("\n")}\n`);
}

/** What a person can act on in words; anything else with its stack, for those who mend it. */
export function explain(error: unknown): void {
  if (error instanceof StartError) complain("", error.message, "");
  else complain("", error instanceof Error ? (error.stack ?? error.message) : String(error), "");
}

export async function exitWith(code: Promise<number>): Promise<never> {
  try {
    process.exit(await code);
  } catch (error) {
    explain(error);
    process.exit(1);
  }
}
