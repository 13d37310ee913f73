-- Callbacks of WeCom: each kept once, as it came, with what became of it. Applied whole or not at all.

CREATE TABLE "wework_callback_logs" (
    "id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "tenant_id" UUID NOT NULL,
    "corp_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "agent_id" INTEGER,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "duplicates" INTEGER NOT NULL DEFAULT 0,
    "handlers" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "due_at" TIMESTAMPTZ(3),
    "handled_at" TIMESTAMPTZ(3),
    "body_sealed" TEXT NOT NULL,

    CONSTRAINT "wework_callback_logs_pkey" PRIMARY KEY ("id","received_at")
) PARTITION BY RANGE ("received_at");

CREATE TABLE "wegraph_callback_keys" (
    "key" UUID NOT NULL,
    "log_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_callback_keys_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "wegraph_callback_turns" (
    "corp_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "token" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_callback_turns_pkey" PRIMARY KEY ("corp_id")
);

CREATE TABLE "wegraph_callback_stats" (
    "tenant_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "received" INTEGER NOT NULL DEFAULT 0,
    "duplicates" INTEGER NOT NULL DEFAULT 0,
    "handled" INTEGER NOT NULL DEFAULT 0,
    "ignored" INTEGER NOT NULL DEFAULT 0,
    "late" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "delay_sum_ms" BIGINT NOT NULL DEFAULT 0,
    "delay_max_ms" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "wegraph_callback_stats_pkey" PRIMARY KEY ("tenant_id","hour","account_id","kind")
);

CREATE TABLE "wegraph_callback_refusal_stats" (
    "tenant_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "wegraph_callback_refusal_stats_pkey" PRIMARY KEY ("tenant_id","hour","account_id","reason")
);

CREATE INDEX "wework_callback_logs_tenant_id_received_at_id_idx" ON "wework_callback_logs"("tenant_id", "received_at" DESC, "id" DESC);

CREATE INDEX "wework_callback_logs_tenant_id_kind_received_at_id_idx" ON "wework_callback_logs"("tenant_id", "kind", "received_at" DESC, "id" DESC);

CREATE INDEX "wework_callback_logs_account_id_received_at_id_idx" ON "wework_callback_logs"("account_id", "received_at" DESC, "id" DESC);

CREATE INDEX "wegraph_callback_keys_received_at_idx" ON "wegraph_callback_keys"("received_at");

-- What still waits is little beside what is over, so it has indexes of its own: by time for the sweep, by corporation for
-- whoever has its turn. Failed ones are looked for by people.
CREATE INDEX "wework_callback_logs_due_idx" ON "wework_callback_logs"("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "wework_callback_logs_waiting_idx" ON "wework_callback_logs"("corp_id", "id") WHERE "due_at" IS NOT NULL;
CREATE INDEX "wework_callback_logs_failed_idx" ON "wework_callback_logs"("tenant_id", "received_at" DESC, "id" DESC) WHERE "status" = 'FAILED';

ALTER TABLE "wework_callback_logs"
    ADD CONSTRAINT "wework_callback_logs_status" CHECK ("status" IN ('RECEIVED', 'HANDLED', 'IGNORED', 'LATE', 'FAILED')),
    ADD CONSTRAINT "wework_callback_logs_over" CHECK (("due_at" IS NULL) = ("status" <> 'RECEIVED'));

-- Rows that are written again and again: room on each page keeps them there.
ALTER TABLE "wegraph_callback_turns" SET (fillfactor = 50);
ALTER TABLE "wegraph_callback_stats" SET (fillfactor = 50);
ALTER TABLE "wegraph_callback_refusal_stats" SET (fillfactor = 50);

-- A tenant sees its own rows; what takes callbacks in and handles them works across tenants, in a role of its own.

ALTER TABLE "wework_callback_logs" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_callback_logs" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_callback_logs" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_callback_logs" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_callback_turns" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_callback_turns" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_callback_turns" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_callback_turns" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_callback_stats" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_callback_stats" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_callback_stats" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_callback_stats" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_callback_refusal_stats" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_callback_refusal_stats" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_callback_refusal_stats" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_callback_refusal_stats" TO wegraph_system USING (true) WITH CHECK (true);

-- Requests read, and may only send a record through the handlers once more.
REVOKE ALL ON "wework_callback_logs", "wegraph_callback_keys", "wegraph_callback_turns", "wegraph_callback_stats",
    "wegraph_callback_refusal_stats" FROM wegraph_app;
GRANT SELECT ON "wework_callback_logs", "wegraph_callback_stats", "wegraph_callback_refusal_stats" TO wegraph_app;
GRANT UPDATE ("status", "reason", "attempts", "due_at", "handled_at", "handlers") ON "wework_callback_logs" TO wegraph_app;

SELECT wegraph_ensure_partitions(3);
