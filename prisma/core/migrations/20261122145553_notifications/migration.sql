-- Notices, where they go, and what became of each on its way.

-- CreateTable
CREATE TABLE "saas_notification_channels" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "severities" TEXT[],
    "position" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "secrets" TEXT,
    "target" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'ENABLED',
    "failures_in_row" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(3),
    "sick_since" TIMESTAMPTZ(3),
    "last_succeeded_at" TIMESTAMPTZ(3),
    "last_failed_at" TIMESTAMPTZ(3),
    "last_failure" TEXT,
    "last_answer" TEXT,
    "paused_until" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3)[] DEFAULT ARRAY[]::TIMESTAMPTZ(3)[],
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "saas_notification_channels_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saas_notices" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "title_zh" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "body_zh" TEXT NOT NULL,
    "body_en" TEXT NOT NULL,
    "path" TEXT,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "permission" TEXT,
    "user_ids" UUID[],
    "channels" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "dispatched_at" TIMESTAMPTZ(3),

    CONSTRAINT "saas_notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saas_notifications" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "notice_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "saas_notifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saas_message_logs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "notice_id" UUID,
    "channel_id" UUID NOT NULL,
    "channel_kind" TEXT NOT NULL,
    "user_id" UUID,
    "kind" TEXT,
    "severity" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "path" TEXT,
    "status" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "attempt_log" JSONB NOT NULL DEFAULT '[]',
    "last_failure" TEXT,
    "is_unknown" BOOLEAN NOT NULL DEFAULT false,
    "reference" TEXT,
    "reason" TEXT,
    "stands_in_for" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "saas_message_logs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saas_message_templates" (
    "tenant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "updated_by_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saas_message_templates_pkey" PRIMARY KEY ("tenant_id","kind","language")
);

-- CreateTable
CREATE TABLE "saas_notification_preferences" (
    "tenant_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "is_enabled" BOOLEAN NOT NULL,

    CONSTRAINT "saas_notification_preferences_pkey" PRIMARY KEY ("tenant_id","user_id","kind","channel")
);

-- CreateTable
CREATE TABLE "saas_notification_settings" (
    "tenant_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "muted_until" TIMESTAMPTZ(3),
    "phone" TEXT,
    "phone_end" TEXT,

    CONSTRAINT "saas_notification_settings_pkey" PRIMARY KEY ("tenant_id","user_id")
);

-- CreateIndex
CREATE INDEX "saas_notification_channels_tenant_id_position_id_idx" ON "saas_notification_channels"("tenant_id", "position", "id");

-- CreateIndex
CREATE INDEX "saas_notices_created_at_idx" ON "saas_notices"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "saas_notices_tenant_id_dedupe_key_key" ON "saas_notices"("tenant_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "saas_notifications_tenant_id_user_id_created_at_id_idx" ON "saas_notifications"("tenant_id", "user_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "saas_notifications_user_id_idx" ON "saas_notifications"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "saas_notifications_notice_id_user_id_key" ON "saas_notifications"("notice_id", "user_id");

-- CreateIndex
CREATE INDEX "saas_message_logs_tenant_id_created_at_id_idx" ON "saas_message_logs"("tenant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "saas_message_logs_channel_id_created_at_id_idx" ON "saas_message_logs"("channel_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "saas_message_logs_created_at_idx" ON "saas_message_logs"("created_at");

-- CreateIndex
CREATE INDEX "saas_notification_preferences_user_id_idx" ON "saas_notification_preferences"("user_id");

-- CreateIndex
CREATE INDEX "saas_notification_settings_user_id_idx" ON "saas_notification_settings"("user_id");

-- AddForeignKey
ALTER TABLE "saas_notification_channels" ADD CONSTRAINT "saas_notification_channels_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_notices" ADD CONSTRAINT "saas_notices_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_notifications" ADD CONSTRAINT "saas_notifications_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_notifications" ADD CONSTRAINT "saas_notifications_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "saas_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_notifications" ADD CONSTRAINT "saas_notifications_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "saas_notices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_message_logs" ADD CONSTRAINT "saas_message_logs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_message_logs" ADD CONSTRAINT "saas_message_logs_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "saas_notices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_message_logs" ADD CONSTRAINT "saas_message_logs_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "saas_notification_channels"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_message_templates" ADD CONSTRAINT "saas_message_templates_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_notification_preferences" ADD CONSTRAINT "saas_notification_preferences_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_notification_preferences" ADD CONSTRAINT "saas_notification_preferences_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "saas_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_notification_settings" ADD CONSTRAINT "saas_notification_settings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saas_notification_settings" ADD CONSTRAINT "saas_notification_settings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "saas_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Once for each notice, channel and recipient, whoever dispatches it and how often.
CREATE UNIQUE INDEX "saas_message_logs_once_idx" ON "saas_message_logs"("notice_id", "channel_id", coalesce("user_id", '00000000-0000-0000-0000-000000000000'::uuid));
-- What waits: as small as the backlog, however long the log is.
CREATE INDEX "saas_message_logs_due_idx" ON "saas_message_logs"("channel_id", "due_at") WHERE "status" IN ('PENDING', 'SENDING');
CREATE INDEX "saas_notices_waiting_idx" ON "saas_notices"("created_at") WHERE "dispatched_at" IS NULL;
CREATE INDEX "saas_notifications_unread_idx" ON "saas_notifications"("tenant_id", "user_id") WHERE "read_at" IS NULL;

ALTER TABLE "saas_notification_channels" ADD CONSTRAINT "saas_notification_channels_check"
    CHECK ("status" IN ('ENABLED', 'DISABLED') AND "language" IN ('zh', 'en'));
ALTER TABLE "saas_notices" ADD CONSTRAINT "saas_notices_check"
    CHECK ("severity" IN ('CRITICAL', 'WARNING', 'INFO') AND "channels" IN ('BY_SEVERITY', 'IN_APP'));
ALTER TABLE "saas_notifications" ADD CONSTRAINT "saas_notifications_check" CHECK ("severity" IN ('CRITICAL', 'WARNING', 'INFO'));
ALTER TABLE "saas_message_logs" ADD CONSTRAINT "saas_message_logs_check"
    CHECK ("status" IN ('PENDING', 'SENDING', 'SENT', 'FAILED', 'UNKNOWN', 'SKIPPED')
        AND ("status" IN ('PENDING', 'SENDING')) = ("due_at" IS NOT NULL)
        AND "severity" IN ('CRITICAL', 'WARNING', 'INFO') AND "language" IN ('zh', 'en'));
ALTER TABLE "saas_message_templates" ADD CONSTRAINT "saas_message_templates_check" CHECK ("language" IN ('zh', 'en'));
ALTER TABLE "saas_notification_preferences" ADD CONSTRAINT "saas_notification_preferences_check"
    CHECK ("channel" IN ('IN_APP', 'EMAIL', 'SMS'));

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['saas_notification_channels', 'saas_notices', 'saas_notifications', 'saas_message_logs',
        'saas_message_templates', 'saas_notification_preferences', 'saas_notification_settings'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY "tenant" ON %I TO wegraph_app USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant())', name);
        EXECUTE format('CREATE POLICY "system" ON %I TO wegraph_system USING (true) WITH CHECK (true)', name);
    END LOOP;
END $$;

-- Requests never remove what people were told; retention does, across tenants.
REVOKE DELETE, TRUNCATE ON "saas_notification_channels", "saas_notices", "saas_notifications", "saas_message_logs" FROM wegraph_app;
