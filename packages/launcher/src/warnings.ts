import { z } from "zod";
import { readFrom, sizeOf } from "./logFile.ts";

const everyMs = 400;
const linesMax = 10;
const pinoWarn = 40;
const pinoError = 50;

const entryShape = z.object({
  level: z.number(),
  name: z.string().optional(),
  msg: z.string().default(""),
  err: z.object({ message: z.string() }).partial().optional(),
});

/** Shows what a process logs as a warning or worse from here on; the rest stays in the file. */
export function followWarnings(file: string, show: (line: string) => void): () => void {
  let offset = sizeOf(file);
  let rest = "";
  const timer = setInterval(() => {
    const size = sizeOf(file);
    if (size <= offset) return;
    const text = rest + readFrom(file, offset);
    offset = size;
    const lines = text.split("\n");
    rest = lines.pop() ?? "";
    const worth = lines.flatMap((line) => warningIn(line) ?? []);
    for (const line of worth.slice(0, linesMax)) show(line);
    if (worth.length > linesMax) show(`… and ${worth.length - linesMax} more in ${file}`);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

export function warningIn(line: string): string | undefined {
  try {
    const { level, name = "app", msg, err } = entryShape.parse(JSON.parse(line));
    if (level < pinoWarn) return undefined;
    const cause = err?.message === undefined || err.message === msg ? "" : `: ${err.message}`;
    return `${level >= pinoError ? "error" : "warning"}  ${name}  ${msg}${cause}`;
  } catch {
    return undefined; // not an entry of ours: a crash is shown by the tail of the file
  }
}
