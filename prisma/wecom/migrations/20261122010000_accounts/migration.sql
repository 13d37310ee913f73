-- The first migration: WeCom corporations, accounts and their life cycle in wework_platform. A migration is sent as one
-- simple query, which Postgres runs as one transaction: it is applied whole or not at all.

-- Trigram search over names.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Tables

CREATE TABLE "wework_corps" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "corp_id" TEXT NOT NULL,
    "provider_url" TEXT NOT NULL,
    "secret_sealed" TEXT NOT NULL,
    "callback_secret_sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wework_corps_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wework_accounts" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "corp_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "connector" TEXT NOT NULL DEFAULT 'INSTANCE',
    "status" TEXT NOT NULL,
    "status_reason" TEXT,
    "status_since" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "health_score" INTEGER NOT NULL,
    "health_parts" JSONB NOT NULL,
    "health_computed_at" TIMESTAMPTZ(3) NOT NULL,
    "group_name" TEXT,
    "tags" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "owner_user_id" UUID,
    "bound_user_ids" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],
    "department" TEXT,
    "wecom_user_id" TEXT,
    "wecom_name" TEXT,
    "avatar_url" TEXT,
    "device" TEXT,
    "auto_recover" BOOLEAN NOT NULL DEFAULT true,
    "recovery_attempts" INTEGER NOT NULL DEFAULT 0,
    "recovery_since" TIMESTAMPTZ(3),
    "next_recovery_at" TIMESTAMPTZ(3),
    "last_online_at" TIMESTAMPTZ(3),
    "last_error_at" TIMESTAMPTZ(3),
    "search_text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "wework_accounts_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_account_drives" (
    "account_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "instance_id" TEXT,
    "instance_name" TEXT NOT NULL,
    "callback_url" TEXT,
    "next_due_at" TIMESTAMPTZ(3),
    "claimed_by" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "wakes" INTEGER NOT NULL DEFAULT 0,
    "command" TEXT,
    "step_attempts" INTEGER NOT NULL DEFAULT 0,
    "last_heartbeat_at" TIMESTAMPTZ(3),
    "heartbeat_latency_ms" INTEGER,
    "heartbeats_missed" INTEGER NOT NULL DEFAULT 0,
    "heartbeat_ratio" REAL,
    "provider_seq" BIGINT NOT NULL DEFAULT 0,
    "callback_delay_ms" REAL,
    "health_due_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_account_drives_pkey" PRIMARY KEY ("account_id")
);

CREATE TABLE "wegraph_account_logins" (
    "account_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "qr_sealed" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "verification_required" BOOLEAN NOT NULL DEFAULT false,
    "attempts_left" INTEGER,
    "scanned_by" TEXT,
    "code_sealed" TEXT,

    CONSTRAINT "wegraph_account_logins_pkey" PRIMARY KEY ("account_id")
);

CREATE TABLE "wework_account_status_history" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "from_status" TEXT,
    "to_status" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "reason" TEXT,
    "version" INTEGER NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,

    CONSTRAINT "wework_account_status_history_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_bulk_operations" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "principal" JSONB NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_bulk_operations_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_bulk_items" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "operation_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "account_name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "code" TEXT,
    "message" TEXT,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_bulk_items_pkey" PRIMARY KEY ("id")
);

-- Coded columns hold only codes. The values are those of the unions in subgraphs/wecom; a new one needs a migration,
-- so that an old process cannot meet a row it does not understand.

ALTER TABLE "wework_accounts"
    ADD CONSTRAINT "wework_accounts_status" CHECK ("status" IN ('CREATED', 'INITIALIZING', 'WAITING_QR', 'WAITING_CONFIRM', 'VERIFYING', 'ONLINE', 'OFFLINE', 'ERROR', 'RECOVERING')),
    ADD CONSTRAINT "wework_accounts_connector" CHECK ("connector" IN ('INSTANCE', 'CORP_APP')),
    ADD CONSTRAINT "wework_accounts_name_length" CHECK (char_length("name") BETWEEN 1 AND 100),
    ADD CONSTRAINT "wework_accounts_health" CHECK ("health_score" BETWEEN 0 AND 100),
    ADD CONSTRAINT "wework_accounts_version" CHECK ("version" >= 1);
ALTER TABLE "wegraph_account_drives"
    ADD CONSTRAINT "wegraph_account_drives_command" CHECK ("command" IN ('END_SESSION', 'REFRESH_QR', 'SUBMIT_CODE', 'CODE_SENT', 'RELEASE'));
ALTER TABLE "wework_account_status_history"
    ADD CONSTRAINT "wework_account_status_history_actor" CHECK ("actor_kind" IN ('USER', 'API_KEY', 'SYSTEM', 'PROVIDER'));
ALTER TABLE "wegraph_bulk_operations"
    ADD CONSTRAINT "wegraph_bulk_operations_action" CHECK ("action" IN ('LOG_IN', 'LOG_OUT', 'RECOVER')),
    ADD CONSTRAINT "wegraph_bulk_operations_status" CHECK ("status" IN ('RUNNING', 'DONE', 'CANCELLED')),
    ADD CONSTRAINT "wegraph_bulk_operations_total" CHECK ("total" BETWEEN 0 AND 10000);
ALTER TABLE "wegraph_bulk_items"
    ADD CONSTRAINT "wegraph_bulk_items_status" CHECK ("status" IN ('PENDING', 'DONE', 'REFUSED', 'FAILED', 'CANCELLED'));

-- Indexes

CREATE INDEX "wework_corps_tenant_id_created_at_id_idx" ON "wework_corps"("tenant_id", "created_at" DESC, "id" DESC);
CREATE UNIQUE INDEX "wework_corps_tenant_id_corp_id_key" ON "wework_corps"("tenant_id", "corp_id");
CREATE INDEX "wework_accounts_tenant_id_name_id_idx" ON "wework_accounts"("tenant_id", "name", "id");
CREATE INDEX "wework_accounts_tenant_id_status_id_idx" ON "wework_accounts"("tenant_id", "status", "id");
CREATE INDEX "wework_accounts_tenant_id_health_score_id_idx" ON "wework_accounts"("tenant_id", "health_score", "id");
CREATE INDEX "wework_accounts_tenant_id_status_since_id_idx" ON "wework_accounts"("tenant_id", "status_since", "id");
CREATE INDEX "wework_accounts_tenant_id_created_at_id_idx" ON "wework_accounts"("tenant_id", "created_at", "id");
CREATE INDEX "wework_accounts_tenant_id_group_name_name_id_idx" ON "wework_accounts"("tenant_id", "group_name", "name", "id");
CREATE INDEX "wework_accounts_tenant_id_department_name_id_idx" ON "wework_accounts"("tenant_id", "department", "name", "id");
CREATE INDEX "wework_accounts_owner_user_id_idx" ON "wework_accounts"("owner_user_id");
CREATE INDEX "wework_accounts_corp_id_idx" ON "wework_accounts"("corp_id");
CREATE INDEX "wework_accounts_tags_idx" ON "wework_accounts" USING GIN ("tags");
CREATE INDEX "wework_accounts_bound_user_ids_idx" ON "wework_accounts" USING GIN ("bound_user_ids");
CREATE INDEX "wework_accounts_search_text_idx" ON "wework_accounts" USING GIN ("search_text" gin_trgm_ops);
CREATE INDEX "wegraph_account_drives_next_due_at_idx" ON "wegraph_account_drives"("next_due_at");
CREATE INDEX "wegraph_account_drives_health_due_at_idx" ON "wegraph_account_drives"("health_due_at");
CREATE INDEX "wegraph_account_drives_tenant_id_last_heartbeat_at_account__idx" ON "wegraph_account_drives"("tenant_id", "last_heartbeat_at", "account_id");
CREATE INDEX "wegraph_account_drives_instance_id_idx" ON "wegraph_account_drives"("instance_id");
CREATE UNIQUE INDEX "wework_account_status_history_account_id_version_key" ON "wework_account_status_history"("account_id", "version");
CREATE INDEX "wework_account_status_history_tenant_id_at_id_idx" ON "wework_account_status_history"("tenant_id", "at" DESC, "id" DESC);
CREATE INDEX "wework_account_status_history_account_id_at_idx" ON "wework_account_status_history"("account_id", "at");
CREATE INDEX "wegraph_bulk_operations_tenant_id_created_at_id_idx" ON "wegraph_bulk_operations"("tenant_id", "created_at" DESC, "id" DESC);
CREATE INDEX "wegraph_bulk_items_operation_id_status_id_idx" ON "wegraph_bulk_items"("operation_id", "status", "id");

-- Answered from the index alone: the sums over all accounts, and the search for what is too short for a trigram (two
-- Chinese characters are a whole name). Only of accounts that are not deleted, so that the condition costs nothing.
CREATE INDEX "wework_accounts_present_status_idx" ON "wework_accounts"("tenant_id", "status", "health_score") WHERE "deleted_at" IS NULL;
CREATE INDEX "wework_accounts_present_search_idx" ON "wework_accounts"("tenant_id", "search_text") INCLUDE ("id") WHERE "deleted_at" IS NULL;

-- Foreign keys

ALTER TABLE "wework_accounts" ADD CONSTRAINT "wework_accounts_corp_id_fkey" FOREIGN KEY ("corp_id") REFERENCES "wework_corps"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "wegraph_account_drives" ADD CONSTRAINT "wegraph_account_drives_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "wework_accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "wegraph_account_logins" ADD CONSTRAINT "wegraph_account_logins_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "wework_accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "wework_account_status_history" ADD CONSTRAINT "wework_account_status_history_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "wework_accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "wegraph_bulk_items" ADD CONSTRAINT "wegraph_bulk_items_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "wegraph_bulk_operations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Index-only scans need a recent vacuum.
ALTER TABLE "wework_accounts" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);

-- Written many times a minute: room on each page keeps rows from moving, and dead entries are swept early, or the
-- search for what is due would wade through them.
ALTER TABLE "wegraph_account_drives" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

-- A tenant sees its own rows; work across tenants (the driver, the sweeps) has a role of its own.

ALTER TABLE "wework_corps" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_corps" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_corps" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_corps" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wework_accounts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_accounts" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_accounts" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_accounts" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_account_drives" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_account_drives" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_account_drives" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_account_drives" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_account_logins" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_account_logins" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_account_logins" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_account_logins" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wework_account_status_history" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_account_status_history" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_account_status_history" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_account_status_history" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_bulk_operations" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_bulk_operations" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_bulk_operations" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_bulk_operations" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_bulk_items" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_bulk_items" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_bulk_items" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_bulk_items" TO wegraph_system USING (true) WITH CHECK (true);

-- Under row-level security Postgres uses an index only for operators that cannot leak what they compared; LIKE and the
-- array operators are not among them, so the trigram and array indexes would lie idle. This function finds ids through
-- those indexes, for the session's tenant alone. The ids only narrow a query that is itself under row-level security: a
-- mistake here could lose a row from a list, never show one of another tenant.
CREATE FUNCTION "wegraph_narrow_accounts"("pattern" text, "wanted_tags" text[], "bound_to" uuid, "most" integer)
    RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    RETURN QUERY EXECUTE
        'SELECT id FROM wework_accounts WHERE tenant_id = $1 AND deleted_at IS NULL'
        || CASE WHEN "pattern" IS NULL THEN '' ELSE ' AND search_text LIKE $2' END
        || CASE WHEN "wanted_tags" IS NULL THEN '' ELSE ' AND tags @> $3' END
        || CASE WHEN "bound_to" IS NULL THEN '' ELSE ' AND (bound_user_ids @> ARRAY[$4] OR owner_user_id = $4)' END
        || ' LIMIT $5'
    USING nullif(current_setting('app.tenant_id', true), '')::uuid, "pattern", "wanted_tags", "bound_to", "most";
END
$function$;
ALTER FUNCTION "wegraph_narrow_accounts"(text, text[], uuid, integer) OWNER TO wegraph_system;
REVOKE ALL ON FUNCTION "wegraph_narrow_accounts"(text, text[], uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "wegraph_narrow_accounts"(text, text[], uuid, integer) TO wegraph_app, wegraph_system;

-- The outbox: an event is stored in the transaction of its cause and relayed afterwards.
CREATE TABLE "wegraph_outbox" (
    "seq" BIGSERIAL NOT NULL,
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_outbox_pkey" PRIMARY KEY ("seq")
);
CREATE UNIQUE INDEX "wegraph_outbox_id_key" ON "wegraph_outbox"("id");
-- The relay reads only what still waits; the index stays as small as the backlog.
CREATE INDEX "wegraph_outbox_unpublished_idx" ON "wegraph_outbox"("seq") WHERE "published_at" IS NULL;

ALTER TABLE "wegraph_outbox" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_outbox" FORCE ROW LEVEL SECURITY;
-- A request may announce for its own tenant, and never read, change or remove what was announced.
CREATE POLICY "tenant_announces" ON "wegraph_outbox" FOR INSERT TO wegraph_app
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_outbox" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE ALL ON "wegraph_outbox" FROM wegraph_app;
GRANT INSERT ON "wegraph_outbox" TO wegraph_app;

-- Idempotency keys: the answer already given to a request that is sent again.
CREATE TABLE "wegraph_idempotency_keys" (
    "tenant_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "input_hash" TEXT NOT NULL,
    "result" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "wegraph_idempotency_keys_pkey" PRIMARY KEY ("tenant_id", "scope", "key")
);
CREATE INDEX "wegraph_idempotency_keys_created_at_idx" ON "wegraph_idempotency_keys"("created_at");

ALTER TABLE "wegraph_idempotency_keys" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_idempotency_keys" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_idempotency_keys" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_idempotency_keys" TO wegraph_system USING (true) WITH CHECK (true);

-- Events already handled, by consumer: delivery is at least once, handling is once.
CREATE TABLE "wegraph_processed_events" (
    "consumer" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "wegraph_processed_events_pkey" PRIMARY KEY ("consumer", "event_id")
);
CREATE INDEX "wegraph_processed_events_at_idx" ON "wegraph_processed_events"("at");

ALTER TABLE "wegraph_processed_events" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_processed_events" FORCE ROW LEVEL SECURITY;
CREATE POLICY "system" ON "wegraph_processed_events" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE ALL ON "wegraph_processed_events" FROM wegraph_app;
