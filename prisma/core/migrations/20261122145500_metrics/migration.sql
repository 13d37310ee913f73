-- Measurements and health: what is sampled every ten seconds, rolled up, and what components were found to be.

CREATE TABLE "saas_metric_series" (
    "id" SERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "labels" JSONB NOT NULL,
    "key" TEXT NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saas_metric_series_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "saas_system_metrics" (
    "series_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "saas_system_metrics_pkey" PRIMARY KEY ("series_id","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "saas_metric_minutes" (
    "series_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "min" DOUBLE PRECISION NOT NULL,
    "max" DOUBLE PRECISION NOT NULL,
    "sum" DOUBLE PRECISION NOT NULL,
    "last" DOUBLE PRECISION NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "saas_metric_minutes_pkey" PRIMARY KEY ("series_id","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "saas_metric_rollups" (
    "series_id" INTEGER NOT NULL,
    "resolution_sec" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "min" DOUBLE PRECISION NOT NULL,
    "max" DOUBLE PRECISION NOT NULL,
    "sum" DOUBLE PRECISION NOT NULL,
    "last" DOUBLE PRECISION NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "saas_metric_rollups_pkey" PRIMARY KEY ("series_id","resolution_sec","at")
);

CREATE TABLE "wegraph_metric_rollup_marks" (
    "resolution_sec" INTEGER NOT NULL,
    "up_to" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_metric_rollup_marks_pkey" PRIMARY KEY ("resolution_sec")
);

CREATE TABLE "saas_health_components" (
    "id" UUID NOT NULL,
    "service" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "is_critical" BOOLEAN NOT NULL,
    "needed_by" TEXT NOT NULL DEFAULT '',
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "latency_ms" INTEGER,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "last_beat_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "saas_health_components_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "saas_health_checks" (
    "component_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "latency_ms" INTEGER,

    CONSTRAINT "saas_health_checks_pkey" PRIMARY KEY ("component_id","at")
);

CREATE INDEX "saas_metric_series_tenant_id_name_idx" ON "saas_metric_series"("tenant_id", "name");

CREATE UNIQUE INDEX "saas_metric_series_tenant_id_key_key" ON "saas_metric_series"("tenant_id", "key");

CREATE INDEX "saas_system_metrics_at_idx" ON "saas_system_metrics" USING BRIN ("at");

CREATE INDEX "saas_metric_minutes_at_idx" ON "saas_metric_minutes" USING BRIN ("at");

CREATE INDEX "saas_metric_rollups_resolution_sec_at_idx" ON "saas_metric_rollups"("resolution_sec", "at");

CREATE UNIQUE INDEX "saas_health_components_service_instance_part_key" ON "saas_health_components"("service", "instance", "part");

CREATE INDEX "saas_health_checks_at_idx" ON "saas_health_checks" USING BRIN ("at");

ALTER TABLE "saas_metric_series" ADD CONSTRAINT "saas_metric_series_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "saas_health_checks" ADD CONSTRAINT "saas_health_checks_component_id_fkey" FOREIGN KEY ("component_id") REFERENCES "saas_health_components"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- States as the code knows them.
ALTER TABLE "saas_health_components" ADD CONSTRAINT "saas_health_components_status_check"
    CHECK ("status" IN ('UP', 'DEGRADED', 'DOWN'));
ALTER TABLE "saas_health_checks" ADD CONSTRAINT "saas_health_checks_status_check"
    CHECK ("status" IN ('UP', 'DEGRADED', 'DOWN'));
ALTER TABLE "saas_metric_rollups" ADD CONSTRAINT "saas_metric_rollups_resolution_check"
    CHECK ("resolution_sec" IN (3600, 86400));

-- A tenant reads its own series, and samples of its own series; nobody but the system writes.
ALTER TABLE "saas_metric_series" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_metric_series" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_metric_series" FOR SELECT TO wegraph_app USING ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_metric_series" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "saas_system_metrics" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_system_metrics" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_system_metrics" FOR SELECT TO wegraph_app
    USING ("series_id" IN (SELECT "id" FROM "saas_metric_series"));
CREATE POLICY "system" ON "saas_system_metrics" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "saas_metric_minutes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_metric_minutes" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_metric_minutes" FOR SELECT TO wegraph_app
    USING ("series_id" IN (SELECT "id" FROM "saas_metric_series"));
CREATE POLICY "system" ON "saas_metric_minutes" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "saas_metric_rollups" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_metric_rollups" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "saas_metric_rollups" FOR SELECT TO wegraph_app
    USING ("series_id" IN (SELECT "id" FROM "saas_metric_series"));
CREATE POLICY "system" ON "saas_metric_rollups" TO wegraph_system USING (true) WITH CHECK (true);

REVOKE ALL ON "saas_metric_series", "saas_system_metrics", "saas_metric_minutes", "saas_metric_rollups",
    "wegraph_metric_rollup_marks", "saas_health_components", "saas_health_checks" FROM wegraph_app;
GRANT SELECT ON "saas_metric_series", "saas_system_metrics", "saas_metric_minutes", "saas_metric_rollups",
    "wegraph_metric_rollup_marks" TO wegraph_app;

-- Where the share of time stands that a component was well, of the time that somebody looked: what a check found
-- holds until the next one, for ten minutes at most.
CREATE VIEW "saas_uptime" WITH (security_invoker = true) AS
    WITH span AS (
        SELECT "component_id", "status", "at" AS began,
            LEAST(lead("at", 1, now()) OVER (PARTITION BY "component_id" ORDER BY "at"), "at" + interval '10 minutes') AS ended
        FROM "saas_health_checks" WHERE "at" BETWEEN now() - interval '90 days 10 minutes' AND now())
    SELECT s."component_id", w.days,
        coalesce(sum(extract(epoch FROM s.ended - GREATEST(s.began, now() - make_interval(days => w.days))))
            FILTER (WHERE s."status" <> 'DOWN'), 0)::float8 AS up_seconds,
        sum(extract(epoch FROM s.ended - GREATEST(s.began, now() - make_interval(days => w.days))))::float8 AS watched_seconds
    FROM span s CROSS JOIN (VALUES (1), (7), (30), (90)) AS w(days)
    WHERE s.ended > now() - make_interval(days => w.days)
    GROUP BY 1, 2;
REVOKE ALL ON "saas_uptime" FROM wegraph_app;
GRANT SELECT ON "saas_uptime" TO wegraph_system;

-- What is kept for days only lies in partitions of a day.
CREATE FUNCTION wegraph_is_by_day(parent text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
    $$ SELECT parent IN ('saas_system_metrics', 'saas_metric_minutes') $$;

CREATE FUNCTION wegraph_ensure_day(parent text, at timestamptz) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    day timestamptz := date_trunc('day', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    child text := parent || to_char(at AT TIME ZONE 'UTC', '"_y"YYYY"m"MM"d"DD');
BEGIN
    IF NOT wegraph_is_by_day(parent) THEN
        RAISE EXCEPTION '% has no partitions of a day', parent;
    END IF;
    -- As for months: the second of two processes waits, and finds it done.
    IF to_regclass(quote_ident(child)) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('wegraph_partition ' || child, 0));
    END IF;
    IF EXISTS (SELECT 1 FROM pg_class WHERE relname = child AND relnamespace = 'public'::regnamespace) THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', child, parent, day, day + interval '1 day');
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', child);
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, wegraph_app, wegraph_system', child);
END $$;

-- Partitions of a month this many months ahead; those of a day from yesterday, for what comes late, for a week.
CREATE OR REPLACE FUNCTION wegraph_ensure_partitions(months_ahead integer) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    parent text;
BEGIN
    IF months_ahead NOT BETWEEN 0 AND 24 THEN
        RAISE EXCEPTION 'months_ahead must be between 0 and 24';
    END IF;
    FOR parent IN SELECT c.relname FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid
                  WHERE c.relnamespace = 'public'::regnamespace LOOP
        IF wegraph_is_by_day(parent) THEN
            FOR day IN -1..7 LOOP
                PERFORM wegraph_ensure_day(parent, now() + make_interval(days => day));
            END LOOP;
        ELSE
            FOR month IN 0..months_ahead LOOP
                PERFORM wegraph_ensure_partition(parent, now() + make_interval(months => month));
            END LOOP;
        END IF;
    END LOOP;
END $$;

-- Of a table by days the partitions that ended before the days to keep, as a whole; returns their names.
CREATE FUNCTION wegraph_drop_days(parent text, days_kept integer) RETURNS SETOF text LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    oldest text := parent || to_char((now() AT TIME ZONE 'UTC') - make_interval(days => days_kept), '"_y"YYYY"m"MM"d"DD');
    child text;
BEGIN
    IF NOT wegraph_is_by_day(parent) THEN
        RAISE EXCEPTION '% has no partitions of a day', parent;
    END IF;
    IF days_kept NOT BETWEEN 1 AND 3660 THEN
        RAISE EXCEPTION 'days_kept must be between 1 and 3660';
    END IF;
    FOR child IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                 WHERE i.inhparent = to_regclass(quote_ident(parent)) AND c.relname < oldest
                   AND c.relname ~ '_y[0-9]{4}m[0-9]{2}d[0-9]{2}$' ORDER BY 1 LOOP
        EXECUTE format('DROP TABLE %I', child);
        RETURN NEXT child;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION wegraph_ensure_day(text, timestamptz), wegraph_drop_days(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wegraph_ensure_day(text, timestamptz), wegraph_drop_days(text, integer) TO wegraph_system;
SELECT wegraph_ensure_partitions(3);
