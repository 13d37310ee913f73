-- The first migration: identity, security and the audit log of saas_unified_core. A migration is sent as one
-- simple query, which Postgres runs as one transaction: it is applied whole or not at all.

-- Types

CREATE TYPE "tenant_plan" AS ENUM ('FREE', 'STANDARD', 'ENTERPRISE');
CREATE TYPE "tenant_status" AS ENUM ('ACTIVE', 'SUSPENDED', 'DELETED');
CREATE TYPE "user_status" AS ENUM ('ACTIVE', 'DISABLED');
CREATE TYPE "data_scope" AS ENUM ('OWN', 'BOUND', 'DEPARTMENT', 'TENANT');
CREATE TYPE "session_end_reason" AS ENUM ('SIGNED_OUT', 'ENDED_BY_USER', 'ENDED_BY_ADMIN', 'REFRESH_REUSE', 'EXPIRED', 'LIMIT', 'USER_DISABLED', 'PASSWORD_CHANGED');
CREATE TYPE "login_outcome" AS ENUM ('PENDING', 'SUCCEEDED', 'FAILED', 'TOTP_REQUIRED', 'REFUSED');

-- Tables

CREATE TABLE "saas_tenants" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "plan" "tenant_plan" NOT NULL,
    "status" "tenant_status" NOT NULL DEFAULT 'ACTIVE',
    "time_zone" TEXT NOT NULL,
    "is_platform" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "suspended_at" TIMESTAMPTZ(3),
    "suspended_reason" TEXT,
    "deleted_at" TIMESTAMPTZ(3),
    "purge_after" TIMESTAMPTZ(3),

    CONSTRAINT "saas_tenants_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "saas_tenants_name_length" CHECK (char_length("name") BETWEEN 1 AND 100),
    CONSTRAINT "saas_tenants_slug_form" CHECK ("slug" ~ '^[a-z0-9](-?[a-z0-9])*$' AND char_length("slug") <= 63),
    -- The platform's own tenant can be neither suspended nor deleted: nobody would be left to undo it.
    CONSTRAINT "saas_tenants_platform_stays" CHECK (NOT "is_platform" OR "status" = 'ACTIVE')
);
CREATE UNIQUE INDEX "saas_tenants_slug_key" ON "saas_tenants"("slug");
CREATE INDEX "saas_tenants_created_at_id_idx" ON "saas_tenants"("created_at" DESC, "id" DESC);

CREATE TABLE "saas_users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "status" "user_status" NOT NULL DEFAULT 'ACTIVE',
    "locale" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "password_changed_at" TIMESTAMPTZ(3) NOT NULL,
    "totp_secret" TEXT,
    "totp_pending_secret" TEXT,
    "totp_enabled_at" TIMESTAMPTZ(3),
    "totp_last_step" INTEGER,
    "recovery_code_hashes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "sessions_max" INTEGER,
    "last_sign_in_at" TIMESTAMPTZ(3),
    "locked_until" TIMESTAMPTZ(3),
    "failures_cleared_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saas_users_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "saas_users_email_lower_case" CHECK ("email" = lower("email") AND char_length("email") <= 254),
    CONSTRAINT "saas_users_display_name_length" CHECK (char_length("display_name") BETWEEN 1 AND 100),
    CONSTRAINT "saas_users_sessions_max_range" CHECK ("sessions_max" BETWEEN 1 AND 1000)
);
CREATE UNIQUE INDEX "saas_users_email_key" ON "saas_users"("email");
CREATE INDEX "saas_users_display_name_id_idx" ON "saas_users"("display_name", "id");
CREATE INDEX "saas_users_created_at_id_idx" ON "saas_users"("created_at", "id");
CREATE INDEX "saas_users_last_sign_in_at_id_idx" ON "saas_users"("last_sign_in_at", "id");

CREATE TABLE "saas_permissions" (
    "id" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "platform_only" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "saas_permissions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "saas_permissions_id_form" CHECK ("id" = "resource" || ':' || "action")
);

CREATE TABLE "saas_roles" (
    "id" UUID NOT NULL,
    "tenant_id" UUID,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "data_scope" "data_scope" NOT NULL,
    "parent_id" UUID,
    "platform_only" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saas_roles_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "saas_roles_not_own_parent" CHECK ("parent_id" <> "id"),
    CONSTRAINT "saas_roles_platform_only_built_in" CHECK (NOT "platform_only" OR "tenant_id" IS NULL)
);
-- Built-in roles have no tenant; their keys are unique among themselves all the same.
CREATE UNIQUE INDEX "saas_roles_tenant_id_key_key" ON "saas_roles"("tenant_id", "key") NULLS NOT DISTINCT;
CREATE INDEX "saas_roles_parent_id_idx" ON "saas_roles"("parent_id");

CREATE TABLE "saas_role_permissions" (
    "tenant_id" UUID,
    "role_id" UUID NOT NULL,
    "permission" TEXT NOT NULL,

    CONSTRAINT "saas_role_permissions_pkey" PRIMARY KEY ("role_id", "permission"),
    CONSTRAINT "saas_role_permissions_form" CHECK ("permission" ~ '^([a-z][a-z0-9-]*|\*):([a-z][a-z0-9-]*|\*)$')
);
CREATE INDEX "saas_role_permissions_tenant_id_idx" ON "saas_role_permissions"("tenant_id");

CREATE TABLE "saas_user_roles" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role_id" UUID NOT NULL,
    "department" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saas_user_roles_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "saas_user_roles_tenant_id_user_id_role_id_key" ON "saas_user_roles"("tenant_id", "user_id", "role_id");
CREATE INDEX "saas_user_roles_user_id_tenant_id_idx" ON "saas_user_roles"("user_id", "tenant_id");
CREATE INDEX "saas_user_roles_role_id_idx" ON "saas_user_roles"("role_id");

CREATE TABLE "saas_api_keys" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "key_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "last_four" TEXT NOT NULL,
    "scopes" TEXT[],
    "allowed_addresses" TEXT[],
    "rate_limit_per_minute" INTEGER,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_address" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "rotated_to_id" UUID,
    "overlap_until" TIMESTAMPTZ(3),

    CONSTRAINT "saas_api_keys_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "saas_api_keys_secret_hash_length" CHECK (octet_length("secret_hash") = 32)
);
CREATE UNIQUE INDEX "saas_api_keys_key_id_key" ON "saas_api_keys"("key_id");
CREATE UNIQUE INDEX "saas_api_keys_rotated_to_id_key" ON "saas_api_keys"("rotated_to_id");
CREATE INDEX "saas_api_keys_tenant_id_created_at_id_idx" ON "saas_api_keys"("tenant_id", "created_at" DESC, "id" DESC);

CREATE TABLE "saas_user_sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "tenant_ids" UUID[],
    "last_tenant_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "rotated_at" TIMESTAMPTZ(3),
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" "session_end_reason",

    CONSTRAINT "saas_user_sessions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "saas_user_sessions_end_has_reason" CHECK (("ended_at" IS NULL) = ("end_reason" IS NULL))
);
CREATE INDEX "saas_user_sessions_user_id_created_at_id_idx" ON "saas_user_sessions"("user_id", "created_at" DESC, "id" DESC);
CREATE INDEX "saas_user_sessions_created_at_id_idx" ON "saas_user_sessions"("created_at" DESC, "id" DESC);
CREATE INDEX "saas_user_sessions_tenant_ids_idx" ON "saas_user_sessions" USING GIN ("tenant_ids");

CREATE TABLE "saas_login_attempts" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "account_key" TEXT NOT NULL,
    "user_id" UUID,
    "address" TEXT NOT NULL,
    "address_key" TEXT NOT NULL,
    "outcome" "login_outcome" NOT NULL,
    "reason" TEXT,

    CONSTRAINT "saas_login_attempts_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "saas_login_attempts_account_key_at_idx" ON "saas_login_attempts"("account_key", "at" DESC);
CREATE INDEX "saas_login_attempts_address_key_at_idx" ON "saas_login_attempts"("address_key", "at" DESC);
CREATE INDEX "saas_login_attempts_at_idx" ON "saas_login_attempts"("at");

CREATE TABLE "saas_unified_audit_logs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT,
    "resource_type" TEXT NOT NULL,
    "resource_id" TEXT,
    "changes" JSONB NOT NULL,
    "address" TEXT,
    "correlation_id" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "saas_unified_audit_logs_pkey" PRIMARY KEY ("id", "at")
) PARTITION BY RANGE ("at");
CREATE INDEX "saas_unified_audit_logs_tenant_id_seq_idx" ON "saas_unified_audit_logs"("tenant_id", "seq");
CREATE INDEX "saas_unified_audit_logs_tenant_id_at_idx" ON "saas_unified_audit_logs"("tenant_id", "at");
CREATE INDEX "saas_unified_audit_logs_tenant_id_resource_type_resource_id_idx" ON "saas_unified_audit_logs"("tenant_id", "resource_type", "resource_id", "seq");
CREATE INDEX "saas_unified_audit_logs_tenant_id_actor_id_seq_idx" ON "saas_unified_audit_logs"("tenant_id", "actor_id", "seq");

CREATE TABLE "wegraph_audit_heads" (
    "tenant_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "wegraph_audit_heads_pkey" PRIMARY KEY ("tenant_id")
);

-- Foreign keys (none from the audit log: it outlives what it tells of)

ALTER TABLE "saas_roles" ADD CONSTRAINT "saas_roles_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "saas_roles" ADD CONSTRAINT "saas_roles_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "saas_roles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "saas_role_permissions" ADD CONSTRAINT "saas_role_permissions_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "saas_roles"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "saas_user_roles" ADD CONSTRAINT "saas_user_roles_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "saas_user_roles" ADD CONSTRAINT "saas_user_roles_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "saas_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "saas_user_roles" ADD CONSTRAINT "saas_user_roles_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "saas_roles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "saas_api_keys" ADD CONSTRAINT "saas_api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "saas_api_keys" ADD CONSTRAINT "saas_api_keys_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "saas_users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "saas_api_keys" ADD CONSTRAINT "saas_api_keys_rotated_to_id_fkey" FOREIGN KEY ("rotated_to_id") REFERENCES "saas_api_keys"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "saas_user_sessions" ADD CONSTRAINT "saas_user_sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "saas_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "wegraph_audit_heads" ADD CONSTRAINT "wegraph_audit_heads_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Row-level security. wegraph_app is every request, limited to the tenant of the session and to the columns and
-- commands granted below; wegraph_system is named cross-tenant work, allowed by a policy of its own.

CREATE FUNCTION wegraph_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;

ALTER TABLE "saas_tenants" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_tenants" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_reads_itself" ON "saas_tenants" FOR SELECT TO wegraph_app USING ("id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_tenants" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE ALL ON "saas_tenants" FROM wegraph_app;
GRANT SELECT ON "saas_tenants" TO wegraph_app;

-- A user is visible in a tenant exactly while it holds a role there. What proves who someone is (password hash,
-- TOTP secrets, recovery codes) is not readable by a request at all.
ALTER TABLE "saas_users" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_users" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_reads_members" ON "saas_users" FOR SELECT TO wegraph_app
    USING (EXISTS (SELECT 1 FROM "saas_user_roles" m WHERE m."user_id" = "saas_users"."id" AND m."tenant_id" = wegraph_tenant()));
CREATE POLICY "system" ON "saas_users" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE ALL ON "saas_users" FROM wegraph_app;
GRANT SELECT ("id", "email", "display_name", "status", "locale", "password_changed_at", "totp_enabled_at", "sessions_max",
    "last_sign_in_at", "locked_until", "created_at", "updated_at") ON "saas_users" TO wegraph_app;

ALTER TABLE "saas_permissions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_permissions" FORCE ROW LEVEL SECURITY;
CREATE POLICY "all_read" ON "saas_permissions" FOR SELECT TO wegraph_app USING (true);
CREATE POLICY "system" ON "saas_permissions" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE ALL ON "saas_permissions" FROM wegraph_app;
GRANT SELECT ON "saas_permissions" TO wegraph_app;

ALTER TABLE "saas_roles" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_roles" FORCE ROW LEVEL SECURITY;
CREATE POLICY "all_read_built_in" ON "saas_roles" FOR SELECT TO wegraph_app USING ("tenant_id" IS NULL);
CREATE POLICY "tenant" ON "saas_roles" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_roles" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "saas_role_permissions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_role_permissions" FORCE ROW LEVEL SECURITY;
CREATE POLICY "all_read_built_in" ON "saas_role_permissions" FOR SELECT TO wegraph_app USING ("tenant_id" IS NULL);
CREATE POLICY "tenant" ON "saas_role_permissions" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_role_permissions" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "saas_user_roles" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_user_roles" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_user_roles" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_user_roles" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "saas_api_keys" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_api_keys" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_api_keys" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_api_keys" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE ALL ON "saas_api_keys" FROM wegraph_app;
GRANT INSERT ON "saas_api_keys" TO wegraph_app;
GRANT SELECT ("id", "tenant_id", "key_id", "name", "last_four", "scopes", "allowed_addresses", "rate_limit_per_minute", "created_by_id",
    "created_at", "expires_at", "last_used_at", "last_used_address", "revoked_at", "rotated_to_id", "overlap_until") ON "saas_api_keys" TO wegraph_app;
GRANT UPDATE ("revoked_at", "rotated_to_id", "overlap_until") ON "saas_api_keys" TO wegraph_app;

ALTER TABLE "saas_user_sessions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_user_sessions" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenants_used_in" ON "saas_user_sessions" TO wegraph_app
    USING ("tenant_ids" @> ARRAY[wegraph_tenant()]) WITH CHECK ("tenant_ids" @> ARRAY[wegraph_tenant()]);
CREATE POLICY "system" ON "saas_user_sessions" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE ALL ON "saas_user_sessions" FROM wegraph_app;
GRANT SELECT, UPDATE ("ended_at", "end_reason") ON "saas_user_sessions" TO wegraph_app;

ALTER TABLE "saas_login_attempts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_login_attempts" FORCE ROW LEVEL SECURITY;
CREATE POLICY "system" ON "saas_login_attempts" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE ALL ON "saas_login_attempts" FROM wegraph_app;

-- Nobody but the owner can change or remove what the log says: requests read it, the listener appends.
ALTER TABLE "saas_unified_audit_logs" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_unified_audit_logs" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_reads" ON "saas_unified_audit_logs" FOR SELECT TO wegraph_app USING ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_unified_audit_logs" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE ALL ON "saas_unified_audit_logs" FROM wegraph_app, wegraph_system;
GRANT SELECT ON "saas_unified_audit_logs" TO wegraph_app;
GRANT SELECT, INSERT ON "saas_unified_audit_logs" TO wegraph_system;

ALTER TABLE "wegraph_audit_heads" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_audit_heads" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_reads" ON "wegraph_audit_heads" FOR SELECT TO wegraph_app USING ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "wegraph_audit_heads" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE ALL ON "wegraph_audit_heads" FROM wegraph_app, wegraph_system;
GRANT SELECT ON "wegraph_audit_heads" TO wegraph_app;
GRANT SELECT, INSERT, UPDATE ON "wegraph_audit_heads" TO wegraph_system;

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

REVOKE ALL ON FUNCTION wegraph_ensure_partition(text, timestamptz), wegraph_ensure_partitions(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wegraph_ensure_partition(text, timestamptz), wegraph_ensure_partitions(integer) TO wegraph_system;
SELECT wegraph_ensure_partitions(3);

-- What every domain database has.

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
