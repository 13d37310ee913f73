import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A process of its own, beside that of a test. */
export interface OwnProcess {
  readonly pid: number | undefined;
  /** The first line it wrote or will write that matches. @throws when it ends without. */
  hear: (matches: RegExp) => Promise<string>;
  /** Writes a line to it. */
  tell: (line: string) => void;
  /** As a power cut would. */
  kill: () => Promise<void>;
}

/**
 * Runs a program that knows nothing but `env`. What repeats (`Repeating`) keeps no process alive: a program that
 * does nothing else has to stay by itself.
 */
export function startOwnProcess(program: URL, env: Readonly<Record<string, string>>): OwnProcess {
  const main = fileURLToPath(program);
  const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", main], {
    env: { PATH: "", ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const ended = exited.then(() => {
    throw new Error(`${main} ended before it said so`);
  });
  ended.catch(() => undefined); // its end is also how a test ends it
  const lines = createInterface({ input: child.stdout });
  const said: string[] = [];
  lines.on("line", (line) => said.push(line));
  return {
    pid: child.pid,
    hear: async (matches) => {
      for (;;) {
        const found = said.find((line) => matches.test(line));
        if (found !== undefined) return found;
        await Promise.race([once(lines, "line"), ended]);
      }
    },
    tell: (line) => void child.stdin.write(`${line}\n`),
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
