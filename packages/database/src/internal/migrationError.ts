import type { DatabaseError } from "pg";

/** A migration that cannot be applied; nothing of it has been. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";

  constructor(
    readonly migration: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Says which migration failed, why, and at which line of its file. */
export function explain(error: DatabaseError, migration: string, script: string): MigrationError {
  const lines = script.slice(0, Number(error.position ?? 0)).split("\n");
  const where = error.position === undefined ? "" : ` at line ${lines.length}`;
  const parts = [
    `Migration ${migration} failed${where}: ${error.message} (${error.code ?? "no code"}).`,
    error.detail,
    error.hint,
    error.where,
    "Nothing of it was applied: correct the file and start again.",
  ];
  return new MigrationError(migration, parts.filter((part) => part !== undefined).join("\n"), {
    cause: error,
  });
}
