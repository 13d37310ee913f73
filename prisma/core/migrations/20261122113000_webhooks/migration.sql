-- Tenant webhooks: where a tenant wants to be told of events, and every event on its way there.

CREATE TABLE "saas_webhook_endpoints" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "event_types" TEXT[],
    "account_ids" UUID[],
    "header_names" TEXT[],
    "headers" TEXT,
    "secret" TEXT,
    "previous_secret" TEXT,
    "previous_secret_until" TIMESTAMPTZ(3),
    "max_per_second" INTEGER NOT NULL,
    "max_concurrent" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'ENABLED',
    "disabled_reason" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "last_succeeded_at" TIMESTAMPTZ(3),
    "last_failed_at" TIMESTAMPTZ(3),
    "last_failure" TEXT,
    "paused_until" TIMESTAMPTZ(3),
    "next_send_at" TIMESTAMPTZ(3),
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "saas_webhook_endpoints_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "saas_webhook_deliveries" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "event_type" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "is_test" BOOLEAN NOT NULL DEFAULT false,
    "status" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "attempt_log" JSONB NOT NULL DEFAULT '[]',
    "last_status_code" INTEGER,
    "last_failure" TEXT,
    "last_latency_ms" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "saas_webhook_deliveries_pkey" PRIMARY KEY ("id","created_at")
) PARTITION BY RANGE ("created_at");

CREATE TABLE "saas_webhook_replays" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "statuses" TEXT[],
    "status" TEXT NOT NULL DEFAULT 'RUNNING',
    "total" INTEGER NOT NULL,
    "queued" INTEGER NOT NULL DEFAULT 0,
    "last_at" TIMESTAMPTZ(3),
    "last_id" UUID,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "saas_webhook_replays_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "saas_webhook_endpoints_tenant_id_created_at_id_idx" ON "saas_webhook_endpoints"("tenant_id", "created_at" DESC, "id" DESC);

CREATE INDEX "saas_webhook_deliveries_tenant_id_created_at_id_idx" ON "saas_webhook_deliveries"("tenant_id", "created_at" DESC, "id" DESC);

CREATE INDEX "saas_webhook_deliveries_endpoint_id_created_at_id_idx" ON "saas_webhook_deliveries"("endpoint_id", "created_at" DESC, "id" DESC);

CREATE INDEX "saas_webhook_deliveries_endpoint_id_status_created_at_idx" ON "saas_webhook_deliveries"("endpoint_id", "status", "created_at");

CREATE UNIQUE INDEX "saas_webhook_deliveries_endpoint_id_event_id_created_at_key" ON "saas_webhook_deliveries"("endpoint_id", "event_id", "created_at");

CREATE INDEX "saas_webhook_replays_endpoint_id_created_at_id_idx" ON "saas_webhook_replays"("endpoint_id", "created_at" DESC, "id" DESC);

CREATE INDEX "saas_webhook_replays_tenant_id_idx" ON "saas_webhook_replays"("tenant_id");

ALTER TABLE "saas_webhook_endpoints" ADD CONSTRAINT "saas_webhook_endpoints_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "saas_webhook_replays" ADD CONSTRAINT "saas_webhook_replays_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "saas_webhook_replays" ADD CONSTRAINT "saas_webhook_replays_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "saas_webhook_endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "saas_webhook_endpoints" ADD CONSTRAINT "saas_webhook_endpoints_status_check"
    CHECK ("status" IN ('ENABLED', 'DISABLED') AND ("status" = 'ENABLED') = ("disabled_reason" IS NULL));
ALTER TABLE "saas_webhook_deliveries" ADD CONSTRAINT "saas_webhook_deliveries_status_check"
    CHECK ("status" IN ('PENDING', 'SENDING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELLED')
        AND ("status" IN ('PENDING', 'SENDING')) = ("due_at" IS NOT NULL));
ALTER TABLE "saas_webhook_replays" ADD CONSTRAINT "saas_webhook_replays_status_check"
    CHECK ("status" IN ('RUNNING', 'DONE', 'CANCELLED'));

-- What waits, by endpoint: as small as the backlog, however long the log is.
CREATE INDEX "saas_webhook_deliveries_due_idx" ON "saas_webhook_deliveries"("endpoint_id", "due_at")
    WHERE "status" IN ('PENDING', 'SENDING');
ALTER TABLE "saas_webhook_endpoints" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_webhook_endpoints" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_webhook_endpoints" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_webhook_endpoints" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "saas_webhook_deliveries" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_webhook_deliveries" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_webhook_deliveries" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_webhook_deliveries" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "saas_webhook_replays" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_webhook_replays" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_webhook_replays" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_webhook_replays" TO wegraph_system USING (true) WITH CHECK (true);

-- Requests never remove what was sent or where to; the log ends by its partitions.
REVOKE DELETE, TRUNCATE ON "saas_webhook_endpoints", "saas_webhook_deliveries", "saas_webhook_replays" FROM wegraph_app;

-- Of one table the partitions that ended before the months to keep, as a whole; returns their names.
CREATE FUNCTION wegraph_drop_partitions(parent text, months_kept integer) RETURNS SETOF text LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    oldest text := parent || to_char(date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => months_kept), '"_y"YYYY"m"MM');
    child text;
BEGIN
    -- The record of who did what is never dropped by a program.
    IF parent <> 'saas_webhook_deliveries' THEN
        RAISE EXCEPTION '% is kept', parent;
    END IF;
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
REVOKE ALL ON FUNCTION wegraph_drop_partitions(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wegraph_drop_partitions(text, integer) TO wegraph_system;
SELECT wegraph_ensure_partitions(3);
