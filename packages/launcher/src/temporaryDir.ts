import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryDir {
  path: string;
  remove(): void;
}

export function temporaryDir(purpose: string): TemporaryDir {
  const path = mkdtempSync(join(tmpdir(), `wegraph-${purpose}-`));
  chmodSync(path, 0o711); // started as root, PostgreSQL's own user must be able to pass
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
