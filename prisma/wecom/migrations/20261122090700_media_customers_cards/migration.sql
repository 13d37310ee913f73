-- Files of messages, group sends to customers, taps on cards. Applied whole or not at all.

ALTER TABLE "wework_message_records" ADD COLUMN "group_send_id" UUID,
ADD COLUMN "via" TEXT;

CREATE TABLE "wegraph_media_files" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "filename" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" BYTEA NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_media_files_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_media_contents" (
    "file_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "wegraph_media_contents_pkey" PRIMARY KEY ("file_id")
);

CREATE TABLE "wegraph_media_uploads" (
    "file_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "media_id" TEXT,
    "uploaded_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_media_uploads_pkey" PRIMARY KEY ("file_id","account_id","kind")
);

CREATE TABLE "wegraph_group_sends" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "corp_id" UUID NOT NULL,
    "batch_id" UUID,
    "employee_id" TEXT,
    "content" JSONB NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "status" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "wecom_message_id" TEXT,
    "scheduled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "handed_over_at" TIMESTAMPTZ(3),
    "waiting_since" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "cancel_asked_at" TIMESTAMPTZ(3),
    "confirmations" JSONB NOT NULL,
    "error_code" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "claim" UUID,
    "created_by_id" UUID,

    CONSTRAINT "wegraph_group_sends_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_customer_group_sends" (
    "corp_id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "tenant_id" UUID NOT NULL,
    "promised" INTEGER NOT NULL,

    CONSTRAINT "wegraph_customer_group_sends_pkey" PRIMARY KEY ("corp_id","recipient","month")
);

CREATE TABLE "wegraph_card_taps" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "log_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "selected" JSONB NOT NULL,
    "response_code" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_card_taps_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "wegraph_media_files_tenant_id_created_at_id_idx" ON "wegraph_media_files"("tenant_id", "created_at" DESC, "id" DESC);

CREATE INDEX "wegraph_group_sends_tenant_id_created_at_id_idx" ON "wegraph_group_sends"("tenant_id", "created_at" DESC, "id" DESC);

CREATE INDEX "wegraph_group_sends_batch_id_idx" ON "wegraph_group_sends"("batch_id");

CREATE UNIQUE INDEX "wegraph_card_taps_log_id_key" ON "wegraph_card_taps"("log_id");

CREATE INDEX "wegraph_card_taps_message_id_at_id_idx" ON "wegraph_card_taps"("message_id", "at" DESC, "id" DESC);

ALTER TABLE "wegraph_media_contents" ADD CONSTRAINT "wegraph_media_contents_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "wegraph_media_files"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "wegraph_media_uploads" ADD CONSTRAINT "wegraph_media_uploads_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "wegraph_media_files"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What only some rows need is indexed for those rows alone.

CREATE INDEX "wework_message_records_group_send_idx" ON "wework_message_records"("group_send_id") WHERE "group_send_id" IS NOT NULL;
CREATE INDEX "wegraph_group_sends_due_idx" ON "wegraph_group_sends"("due_at") WHERE "due_at" IS NOT NULL;
-- Two orders with the same words are told apart while it is not known which of them WeCom has.
CREATE INDEX "wegraph_group_sends_twin_idx" ON "wegraph_group_sends"("corp_id", "content_hash") WHERE "handed_over_at" IS NOT NULL AND "wecom_message_id" IS NULL;
CREATE UNIQUE INDEX "wegraph_group_sends_wecom_key" ON "wegraph_group_sends"("corp_id", "wecom_message_id") WHERE "wecom_message_id" IS NOT NULL;
-- The same bytes under the same name are one file.
CREATE UNIQUE INDEX "wegraph_media_files_same_key" ON "wegraph_media_files"("tenant_id", "kind", "sha256", "filename") WHERE "deleted_at" IS NULL;

ALTER TABLE "wework_message_records"
    ADD CONSTRAINT "wework_message_records_group_send" CHECK ("direction" <> 'OUT' OR ("recipient_kind" = 'CUSTOMER') = ("group_send_id" IS NOT NULL));
ALTER TABLE "wegraph_media_files"
    ADD CONSTRAINT "wegraph_media_files_kind" CHECK ("kind" IN ('IMAGE', 'VOICE', 'VIDEO', 'FILE')),
    ADD CONSTRAINT "wegraph_media_files_size" CHECK ("size_bytes" BETWEEN 6 AND 20971520);
ALTER TABLE "wegraph_media_uploads"
    ADD CONSTRAINT "wegraph_media_uploads_kind" CHECK ("kind" IN ('IMAGE', 'VOICE', 'VIDEO', 'FILE'));
ALTER TABLE "wegraph_group_sends"
    ADD CONSTRAINT "wegraph_group_sends_status" CHECK ("status" IN ('PENDING', 'HANDING_OVER', 'WAITING', 'DONE', 'FAILED', 'CANCELLED')),
    ADD CONSTRAINT "wegraph_group_sends_over" CHECK (("due_at" IS NULL) = ("status" IN ('DONE', 'FAILED', 'CANCELLED'))),
    ADD CONSTRAINT "wegraph_group_sends_total" CHECK ("total" BETWEEN 1 AND 10000);

-- Compressed already, as pictures and films are; and read whole.
ALTER TABLE "wegraph_media_contents" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
ALTER TABLE "wegraph_group_sends" SET (fillfactor = 50);

-- A tenant sees its own rows; work across tenants has a role of its own.

ALTER TABLE "wegraph_media_files" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_media_files" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_media_files" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_media_files" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_media_contents" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_media_contents" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_media_contents" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_media_contents" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_media_uploads" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_media_uploads" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_media_uploads" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_media_uploads" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_group_sends" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_group_sends" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_group_sends" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_group_sends" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_customer_group_sends" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_customer_group_sends" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_customer_group_sends" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_customer_group_sends" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_card_taps" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_card_taps" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_card_taps" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_card_taps" TO wegraph_system USING (true) WITH CHECK (true);

-- Requests make these and ask for changes; the bytes go only when the file itself does.
REVOKE DELETE, TRUNCATE ON "wegraph_media_files", "wegraph_media_contents", "wegraph_media_uploads", "wegraph_group_sends",
    "wegraph_customer_group_sends", "wegraph_card_taps" FROM wegraph_app;
REVOKE UPDATE ON "wegraph_media_contents" FROM wegraph_app;
GRANT DELETE ON "wegraph_media_contents" TO wegraph_app;
