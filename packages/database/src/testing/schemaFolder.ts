import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a domain's folder holds, made by a test. */
export interface SchemaFolder {
  path: string;
  setSchema(models: string): Promise<void>;
  setMigration(name: string, sql: string): Promise<void>;
  remove(): Promise<void>;
}

export async function makeSchemaFolder(models = ""): Promise<SchemaFolder> {
  const path = await mkdtemp(join(tmpdir(), "wegraph-schema-"));
  const folder: SchemaFolder = {
    path,
    setSchema: (text) =>
      writeFile(join(path, "schema.prisma"), `datasource db {\n  provider = "postgresql"\n}\n${text}\n`),
    async setMigration(name, sql) {
      await mkdir(join(path, "migrations", name), { recursive: true });
      await writeFile(join(path, "migrations", name, "migration.sql"), sql);
    },
    remove: () => rm(path, { recursive: true }),
  };
  await folder.setSchema(models);
  return folder;
}

/** A table as a domain makes it: notes, each of one tenant. */
export const notesModel = `
model Note {
  id       String @id @db.Uuid
  tenantId String @map("tenant_id") @db.Uuid
  text     String
  @@unique([tenantId, text])
  @@map("notes")
}`;

export const notesSql = `
CREATE TABLE "notes" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    CONSTRAINT "notes_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "notes_tenant_id_text_key" ON "notes"("tenant_id", "text");
ALTER TABLE "notes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "notes" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "notes" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "notes" TO wegraph_system USING (true) WITH CHECK (true);`;

/** The Prisma models that the comment of infrastructure.sql states, and the SQL itself. */
export async function infrastructure(): Promise<{ models: string; sql: string }> {
  const sql = await readFile(new URL("../../sql/infrastructure.sql", import.meta.url), "utf8");
  const models = sql
    .split("\n")
    .filter((line) => line.startsWith("--   "))
    .map((line) => line.slice(5))
    .join("\n");
  return { models, sql };
}
