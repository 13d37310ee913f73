import { performance } from "node:perf_hooks";

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
