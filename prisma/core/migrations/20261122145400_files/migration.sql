-- Files, how they come in and are shared, and exports of the audit log.
-- CreateTable
CREATE TABLE "saas_files" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "folder" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "source" TEXT NOT NULL,
    "store" TEXT NOT NULL,
    "object_key" TEXT NOT NULL,
    "owner_kind" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "deleted_by_id" UUID,
    "missing_since" TIMESTAMPTZ(3),

    CONSTRAINT "saas_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saas_file_uploads" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "folder" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "owner_kind" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "saas_file_uploads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saas_file_shares" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "token" TEXT NOT NULL,
    "password_hash" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "downloads_max" INTEGER,
    "downloads" INTEGER NOT NULL DEFAULT 0,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "tries_since" TIMESTAMPTZ(3),
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "saas_file_shares_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saas_file_share_accesses" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "share_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "saas_file_share_accesses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saas_audit_exports" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "until_seq" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "entries" INTEGER NOT NULL DEFAULT 0,
    "file_id" UUID,
    "failure" TEXT,
    "created_by_kind" TEXT NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "saas_audit_exports_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "saas_files_tenant_id_created_at_id_idx" ON "saas_files"("tenant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "saas_files_tenant_id_name_id_idx" ON "saas_files"("tenant_id", "name", "id");

-- CreateIndex
CREATE INDEX "saas_files_tenant_id_bytes_id_idx" ON "saas_files"("tenant_id", "bytes", "id");

-- CreateIndex
CREATE INDEX "saas_files_tenant_id_folder_idx" ON "saas_files"("tenant_id", "folder");

-- CreateIndex
CREATE INDEX "saas_files_object_key_idx" ON "saas_files"("object_key");

-- CreateIndex
CREATE INDEX "saas_file_uploads_tenant_id_idx" ON "saas_file_uploads"("tenant_id");

-- CreateIndex
CREATE INDEX "saas_file_uploads_expires_at_idx" ON "saas_file_uploads"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "saas_file_shares_token_hash_key" ON "saas_file_shares"("token_hash");

-- CreateIndex
CREATE INDEX "saas_file_shares_tenant_id_created_at_id_idx" ON "saas_file_shares"("tenant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "saas_file_shares_file_id_idx" ON "saas_file_shares"("file_id");

-- CreateIndex
CREATE INDEX "saas_file_share_accesses_share_id_at_id_idx" ON "saas_file_share_accesses"("share_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "saas_file_share_accesses_tenant_id_at_idx" ON "saas_file_share_accesses"("tenant_id", "at");

-- CreateIndex
CREATE INDEX "saas_audit_exports_tenant_id_created_at_id_idx" ON "saas_audit_exports"("tenant_id", "created_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "saas_files" ADD CONSTRAINT "saas_files_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_file_uploads" ADD CONSTRAINT "saas_file_uploads_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_file_shares" ADD CONSTRAINT "saas_file_shares_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_file_shares" ADD CONSTRAINT "saas_file_shares_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "saas_files"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_file_share_accesses" ADD CONSTRAINT "saas_file_share_accesses_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_file_share_accesses" ADD CONSTRAINT "saas_file_share_accesses_share_id_fkey" FOREIGN KEY ("share_id") REFERENCES "saas_file_shares"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_audit_exports" ADD CONSTRAINT "saas_audit_exports_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;


ALTER TABLE "saas_files" ADD CONSTRAINT "saas_files_values_check"
    CHECK ("bytes" >= 0 AND length("sha256") = 32 AND "store" IN ('LOCAL', 'S3') AND "owner_kind" IN ('USER', 'API_KEY')
        AND "source" IN ('UPLOAD', 'AUDIT_EXPORT', 'REPORT') AND "folder" ~ '^/');
ALTER TABLE "saas_file_uploads" ADD CONSTRAINT "saas_file_uploads_values_check"
    CHECK ("bytes" > 0 AND "owner_kind" IN ('USER', 'API_KEY') AND "folder" ~ '^/');
ALTER TABLE "saas_file_shares" ADD CONSTRAINT "saas_file_shares_values_check"
    CHECK (length("token_hash") = 32 AND "downloads" >= 0 AND "tries" >= 0
        AND ("downloads_max" IS NULL OR ("downloads_max" > 0 AND "downloads" <= "downloads_max")));
ALTER TABLE "saas_file_share_accesses" ADD CONSTRAINT "saas_file_share_accesses_outcome_check"
    CHECK ("outcome" IN ('DOWNLOADED', 'PASSWORD_WRONG', 'LOCKED', 'EXPIRED', 'EXHAUSTED', 'REVOKED', 'FILE_GONE'));
ALTER TABLE "saas_audit_exports" ADD CONSTRAINT "saas_audit_exports_values_check"
    CHECK ("format" IN ('CSV', 'JSONL') AND "status" IN ('QUEUED', 'RUNNING', 'DONE', 'FAILED')
        AND ("status" = 'DONE') = ("file_id" IS NOT NULL));

-- What is in the trash, and when it got there: as small as the trash.
CREATE INDEX "saas_files_trash_idx" ON "saas_files"("deleted_at") WHERE "deleted_at" IS NOT NULL;

ALTER TABLE "saas_files" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_files" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_files" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_files" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "saas_file_uploads" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_file_uploads" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_file_uploads" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_file_uploads" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "saas_file_shares" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_file_shares" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_file_shares" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_file_shares" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "saas_file_share_accesses" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_file_share_accesses" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_file_share_accesses" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_file_share_accesses" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "saas_audit_exports" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_audit_exports" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_audit_exports" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_audit_exports" TO wegraph_system USING (true) WITH CHECK (true);

-- Who came by a link stays on record as long as the link does; exports are a record too.
REVOKE UPDATE, DELETE, TRUNCATE ON "saas_file_share_accesses" FROM wegraph_app;
REVOKE DELETE, TRUNCATE ON "saas_audit_exports", "saas_file_shares" FROM wegraph_app;
