-- Messages: what was asked for, what became of it, and what WeCom allows. Applied whole or not at all.

CREATE TABLE "wegraph_account_apps" (
    "account_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "agent_id" INTEGER NOT NULL,
    "secret_sealed" TEXT NOT NULL,
    "api_url" TEXT,
    "member_limit" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_account_apps_pkey" PRIMARY KEY ("account_id")
);

CREATE TABLE "wework_message_records" (
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "tenant_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "is_routed" BOOLEAN NOT NULL,
    "batch_id" UUID,
    "batch_index" INTEGER,
    "template_id" UUID,
    "retry_of_id" UUID,
    "lane" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "recipient_kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "status" TEXT NOT NULL,
    "scheduled_at" TIMESTAMPTZ(3),
    "queued_at" TIMESTAMPTZ(3),
    "sending_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "recalled_at" TIMESTAMPTZ(3),
    "wecom_message_id" TEXT,
    "error_code" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "claim" UUID,
    "maybe_sent" BOOLEAN NOT NULL DEFAULT false,
    "duplicate_checked" BOOLEAN NOT NULL DEFAULT false,
    "created_by_id" UUID,

    CONSTRAINT "wework_message_records_pkey" PRIMARY KEY ("id","created_at")
) PARTITION BY RANGE ("created_at");

CREATE TABLE "wework_message_batches" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "template_id" UUID,
    "template_version" INTEGER,
    "retry_of_id" UUID,
    "status" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "delivered" INTEGER NOT NULL DEFAULT 0,
    "read" INTEGER NOT NULL DEFAULT 0,
    "scheduled_at" TIMESTAMPTZ(3),
    "predicted_end_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "wework_message_batches_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wework_message_templates" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "approved" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "wework_message_templates_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_message_template_versions" (
    "template_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "tenant_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "variables" TEXT[],
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "created_by_id" UUID,
    "decided_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_message_template_versions_pkey" PRIMARY KEY ("template_id","version")
);

CREATE TABLE "wegraph_message_keywords" (
    "tenant_id" UUID NOT NULL,
    "word" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_message_keywords_pkey" PRIMARY KEY ("tenant_id","word")
);

CREATE TABLE "wegraph_message_usage" (
    "account_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "tenant_id" UUID NOT NULL,
    "promised" INTEGER NOT NULL,

    CONSTRAINT "wegraph_message_usage_pkey" PRIMARY KEY ("account_id","day")
);

CREATE TABLE "wegraph_message_stats" (
    "tenant_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "delivered" INTEGER NOT NULL DEFAULT 0,
    "read" INTEGER NOT NULL DEFAULT 0,
    "latency" INTEGER[],

    CONSTRAINT "wegraph_message_stats_pkey" PRIMARY KEY ("tenant_id","hour","account_id","type")
);

CREATE TABLE "wegraph_message_failure_stats" (
    "tenant_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "wegraph_message_failure_stats_pkey" PRIMARY KEY ("tenant_id","hour","account_id","type","reason")
);

CREATE TABLE "wegraph_provider_limits" (
    "id" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "per_ms" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "as_of" DATE NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_provider_limits_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "wework_message_records_tenant_id_created_at_id_idx" ON "wework_message_records"("tenant_id", "created_at" DESC, "id" DESC);
CREATE INDEX "wework_message_records_account_id_status_created_at_id_idx" ON "wework_message_records"("account_id", "status", "created_at" DESC, "id" DESC);
CREATE INDEX "wework_message_records_tenant_id_recipient_created_at_id_idx" ON "wework_message_records"("tenant_id", "recipient", "created_at" DESC, "id" DESC);
CREATE INDEX "wework_message_batches_tenant_id_created_at_id_idx" ON "wework_message_batches"("tenant_id", "created_at" DESC, "id" DESC);
CREATE INDEX "wework_message_templates_tenant_id_created_at_id_idx" ON "wework_message_templates"("tenant_id", "created_at" DESC, "id" DESC);

ALTER TABLE "wegraph_account_apps" ADD CONSTRAINT "wegraph_account_apps_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "wework_accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "wegraph_message_template_versions" ADD CONSTRAINT "wegraph_message_template_versions_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "wework_message_templates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Partitions make indexes of their own from these. What only some rows need is indexed for those rows alone.

CREATE INDEX "wework_message_records_batch_idx" ON "wework_message_records"("batch_id", "batch_index") WHERE "batch_id" IS NOT NULL;
CREATE INDEX "wework_message_records_failed_idx" ON "wework_message_records"("tenant_id", "created_at" DESC, "id" DESC) WHERE "status" = 'FAILED';
-- What callbacks name a message by.
CREATE INDEX "wework_message_records_wecom_idx" ON "wework_message_records"("account_id", "wecom_message_id") WHERE "wecom_message_id" IS NOT NULL;
-- The sweep reads only what still waits for something.
CREATE INDEX "wework_message_records_due_idx" ON "wework_message_records"("due_at") WHERE "due_at" IS NOT NULL;

ALTER TABLE "wework_message_records"
    ADD CONSTRAINT "wework_message_records_status" CHECK ("status" IN ('PENDING', 'QUEUED', 'SENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'CANCELLED')),
    ADD CONSTRAINT "wework_message_records_lane" CHECK ("lane" IN ('SINGLE', 'BULK')),
    ADD CONSTRAINT "wework_message_records_recipient_kind" CHECK ("recipient_kind" IN ('MEMBER', 'DEPARTMENT', 'TAG', 'GROUP_CHAT')),
    ADD CONSTRAINT "wework_message_records_over" CHECK (("due_at" IS NULL) = ("status" IN ('SENT', 'DELIVERED', 'READ', 'FAILED', 'CANCELLED')));
ALTER TABLE "wework_message_batches"
    ADD CONSTRAINT "wework_message_batches_status" CHECK ("status" IN ('RUNNING', 'DONE', 'CANCELLED')),
    ADD CONSTRAINT "wework_message_batches_counts" CHECK ("total" BETWEEN 1 AND 10000 AND "sent" + "failed" + "cancelled" <= "total");
ALTER TABLE "wegraph_message_template_versions"
    ADD CONSTRAINT "wegraph_message_template_versions_state" CHECK ("state" IN ('DRAFT', 'APPROVED', 'REJECTED'));
ALTER TABLE "wegraph_provider_limits"
    ADD CONSTRAINT "wegraph_provider_limits_amount" CHECK ("amount" >= 0 AND "per_ms" > 0);
-- Two templates of a tenant may not be mistaken for each other; a name is free again when its template is deleted.
CREATE UNIQUE INDEX "wework_message_templates_name_key" ON "wework_message_templates"("tenant_id", "name") WHERE "deleted_at" IS NULL;

-- Rows that are written again and again: room on each page keeps them there.
ALTER TABLE "wework_message_batches" SET (fillfactor = 50);
ALTER TABLE "wegraph_message_stats" SET (fillfactor = 50);
ALTER TABLE "wegraph_message_usage" SET (fillfactor = 50);

-- A tenant sees its own rows; work across tenants (the sweep, the workers) has a role of its own.

ALTER TABLE "wegraph_account_apps" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_account_apps" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_account_apps" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_account_apps" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wework_message_records" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_message_records" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_message_records" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_message_records" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wework_message_batches" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_message_batches" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_message_batches" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_message_batches" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wework_message_templates" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_message_templates" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_message_templates" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_message_templates" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_message_template_versions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_message_template_versions" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_message_template_versions" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_message_template_versions" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_message_keywords" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_message_keywords" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_message_keywords" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_message_keywords" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_message_usage" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_message_usage" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_message_usage" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_message_usage" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_message_stats" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_message_stats" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_message_stats" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_message_stats" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_message_failure_stats" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_message_failure_stats" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_message_failure_stats" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_message_failure_stats" TO wegraph_system USING (true) WITH CHECK (true);

-- No request removes a record, nor rewrites what a template once said or what was counted.
REVOKE DELETE, TRUNCATE ON "wework_message_records", "wework_message_batches", "wework_message_templates",
    "wegraph_message_template_versions", "wegraph_message_usage", "wegraph_message_stats", "wegraph_message_failure_stats" FROM wegraph_app;
-- What WeCom allows is the same for every tenant: all may read it, the platform's own work changes it.
REVOKE ALL ON "wegraph_provider_limits" FROM wegraph_app;
GRANT SELECT ON "wegraph_provider_limits" TO wegraph_app;

-- Monthly partitions. A partition is a table of its own that would not inherit the parent's policies when it is
-- named directly, so it gets forced row-level security without any policy, and no grants: the parent is the way in.

CREATE FUNCTION wegraph_ensure_partition(parent text, at timestamptz) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    month timestamptz := date_trunc('month', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    next_month timestamptz := (date_trunc('month', at AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    child text := parent || to_char(at AT TIME ZONE 'UTC', '"_y"YYYY"m"MM');
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_partitioned_table WHERE partrelid = to_regclass(quote_ident(parent))) THEN
        RAISE EXCEPTION '% is not a partitioned table', parent;
    END IF;
    -- Two processes that start together: the second waits, and finds it done. It reads the catalogue itself, because
    -- to_regclass may answer from a cache that an advisory lock does not refresh.
    IF to_regclass(quote_ident(child)) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('wegraph_partition ' || child, 0));
    END IF;
    IF EXISTS (SELECT 1 FROM pg_class WHERE relname = child AND relnamespace = 'public'::regnamespace) THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', child, parent, month, next_month);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', child);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, wegraph_app, wegraph_system', child);
    -- Two changes of status a row: swept often, or dead entries pile up in every index.
    EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05)', child);
END $$;

CREATE FUNCTION wegraph_ensure_partitions(months_ahead integer) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    parent text;
BEGIN
    IF months_ahead NOT BETWEEN 0 AND 24 THEN
        RAISE EXCEPTION 'months_ahead must be between 0 and 24';
    END IF;
    FOR parent IN SELECT c.relname FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid
                  WHERE c.relnamespace = 'public'::regnamespace LOOP
        FOR month IN 0..months_ahead LOOP
            PERFORM wegraph_ensure_partition(parent, now() + make_interval(months => month));
        END LOOP;
    END LOOP;
END $$;

-- Retention: what is older goes with its whole partition. Returns the partitions that went.
CREATE FUNCTION wegraph_drop_partitions(parent text, months_kept integer) RETURNS SETOF text LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    oldest text := parent || to_char(date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => months_kept), '"_y"YYYY"m"MM');
    child text;
BEGIN
    IF months_kept NOT BETWEEN 1 AND 240 THEN
        RAISE EXCEPTION 'months_kept must be between 1 and 240';
    END IF;
    FOR child IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                 WHERE i.inhparent = to_regclass(quote_ident(parent)) AND c.relname < oldest
                   AND c.relname ~ '_y[0-9]{4}m[0-9]{2}$' ORDER BY 1 LOOP
        EXECUTE format('DROP TABLE %I', child);
        RETURN NEXT child;
    END LOOP;
END $$;

REVOKE ALL ON FUNCTION wegraph_ensure_partition(text, timestamptz), wegraph_ensure_partitions(integer), wegraph_drop_partitions(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wegraph_ensure_partition(text, timestamptz), wegraph_ensure_partitions(integer), wegraph_drop_partitions(text, integer) TO wegraph_system;
SELECT wegraph_ensure_partitions(3);
