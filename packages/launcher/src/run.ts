import { execFile } from "node:child_process";

export interface Outcome {
  ok: boolean;
  /** Standard output and error, as a person would have seen them. */
  text: string;
}

export interface RunOptions {
  cwd?: string;
  uid?: number;
  gid?: number;
  timeoutMs?: number;
}

/** Runs a tool to its end; a tool that is missing or fails is an outcome, not an exception. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { timeoutMs = 120_000, ...rest } = options;
  return new Promise((resolve) => {
    const limits = { timeout: timeoutMs, maxBuffer: 16 * 1024 * 1024 };
    execFile(command, [...args], { ...limits, ...rest, encoding: "utf8" }, (error, stdout, stderr) => {
      const text = `${stdout}${stderr}`.trim();
      resolve({ ok: error === null, text: error !== null && text === "" ? error.message : text });
    });
  });
}
