-- What the platform does by the clock, and what of it can be changed while it runs.

CREATE TABLE "wegraph_jobs" (
    "name" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "title_zh" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "declared_cron" TEXT NOT NULL,
    "declared_zone" TEXT NOT NULL,
    "cron" TEXT,
    "time_zone" TEXT,
    "misfire" TEXT NOT NULL,
    "max_run_ms" INTEGER NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "next_run_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_jobs_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "wegraph_job_runs" (
    "id" UUID NOT NULL,
    "job_name" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "scheduled_for" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "token" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "process" TEXT,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "summary" TEXT,
    "error_code" TEXT,
    "error_reason" TEXT,
    "requested_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_job_runs_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_setting_definitions" (
    "key" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "scopes" TEXT[],
    "schema" JSONB NOT NULL,
    "default_value" JSONB NOT NULL,
    "title_zh" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "description_zh" TEXT NOT NULL,
    "description_en" TEXT NOT NULL,
    "declared_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_setting_definitions_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "saas_unified_configs" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "service" TEXT NOT NULL DEFAULT '',
    "tenant_id" UUID,
    "is_set" BOOLEAN NOT NULL,
    "value" JSONB,
    "version" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saas_unified_configs_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_setting_versions" (
    "id" UUID NOT NULL,
    "setting_id" UUID NOT NULL,
    "tenant_id" UUID,
    "version" INTEGER NOT NULL,
    "is_set" BOOLEAN NOT NULL,
    "value" JSONB,
    "comment" TEXT NOT NULL DEFAULT '',
    "rolled_back_to" INTEGER,
    "changed_by_id" TEXT NOT NULL,
    "changed_by_name" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_setting_versions_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "wegraph_job_runs_job_name_created_at_id_idx" ON "wegraph_job_runs"("job_name", "created_at" DESC, "id" DESC);

CREATE INDEX "wegraph_job_runs_created_at_id_idx" ON "wegraph_job_runs"("created_at" DESC, "id" DESC);

CREATE INDEX "saas_unified_configs_tenant_id_idx" ON "saas_unified_configs"("tenant_id");

CREATE INDEX "wegraph_setting_versions_tenant_id_idx" ON "wegraph_setting_versions"("tenant_id");

CREATE UNIQUE INDEX "wegraph_setting_versions_setting_id_version_key" ON "wegraph_setting_versions"("setting_id", "version");

ALTER TABLE "wegraph_job_runs" ADD CONSTRAINT "wegraph_job_runs_job_name_fkey" FOREIGN KEY ("job_name") REFERENCES "wegraph_jobs"("name") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "saas_unified_configs" ADD CONSTRAINT "saas_unified_configs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "wegraph_setting_versions" ADD CONSTRAINT "wegraph_setting_versions_setting_id_fkey" FOREIGN KEY ("setting_id") REFERENCES "saas_unified_configs"("id") ON DELETE CASCADE ON UPDATE CASCADE;


ALTER TABLE "wegraph_jobs" ADD CONSTRAINT "wegraph_jobs_misfire_check" CHECK ("misfire" IN ('RUN_ONCE', 'SKIP'));
ALTER TABLE "wegraph_job_runs" ADD CONSTRAINT "wegraph_job_runs_cause_check" CHECK ("cause" IN ('SCHEDULE', 'BY_HAND'));
ALTER TABLE "wegraph_job_runs" ADD CONSTRAINT "wegraph_job_runs_status_check"
    CHECK ("status" IN ('QUEUED', 'RUNNING', 'RETRYING', 'SUCCEEDED', 'FAILED', 'CANCELLED')
        AND ("status" IN ('QUEUED', 'RUNNING', 'RETRYING')) = ("due_at" IS NOT NULL)
        AND ("status" = 'RUNNING') = ("token" IS NOT NULL));
-- A job has one unfinished run at most, and one for each moment of its schedule: the database's own rule.
CREATE UNIQUE INDEX "wegraph_job_runs_unfinished_key" ON "wegraph_job_runs"("job_name")
    WHERE "status" IN ('QUEUED', 'RUNNING', 'RETRYING');
CREATE UNIQUE INDEX "wegraph_job_runs_scheduled_key" ON "wegraph_job_runs"("job_name", "scheduled_for")
    WHERE "cause" = 'SCHEDULE';

ALTER TABLE "saas_unified_configs" ADD CONSTRAINT "saas_unified_configs_scope_check"
    CHECK ("scope" IN ('PLATFORM', 'SERVICE', 'TENANT') AND ("scope" = 'SERVICE') = ("service" <> '')
        AND ("scope" = 'TENANT') = ("tenant_id" IS NOT NULL) AND ("is_set" = ("value" IS NOT NULL)));
-- One row for a key and place; an expression, because NULL would not equal NULL.
CREATE UNIQUE INDEX "saas_unified_configs_place_key" ON "saas_unified_configs"
    ("key", "scope", "service", coalesce("tenant_id", '00000000-0000-0000-0000-000000000000'::uuid));

-- Jobs are the platform's own: requests never touch them but through named work across tenants.
ALTER TABLE "wegraph_jobs" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_jobs" FORCE ROW LEVEL SECURITY;
CREATE POLICY "system" ON "wegraph_jobs" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE ALL ON "wegraph_jobs" FROM wegraph_app;
ALTER TABLE "wegraph_job_runs" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_job_runs" FORCE ROW LEVEL SECURITY;
CREATE POLICY "system" ON "wegraph_job_runs" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE ALL ON "wegraph_job_runs" FROM wegraph_app;

-- What there is to set, and what the platform says, every tenant may read; it changes what it says itself.
ALTER TABLE "wegraph_setting_definitions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_setting_definitions" FORCE ROW LEVEL SECURITY;
CREATE POLICY "all_read" ON "wegraph_setting_definitions" FOR SELECT TO wegraph_app USING (true);
CREATE POLICY "system" ON "wegraph_setting_definitions" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE ALL ON "wegraph_setting_definitions" FROM wegraph_app;
GRANT SELECT ON "wegraph_setting_definitions" TO wegraph_app;

ALTER TABLE "saas_unified_configs" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saas_unified_configs" FORCE ROW LEVEL SECURITY;
CREATE POLICY "all_read_platform" ON "saas_unified_configs" FOR SELECT TO wegraph_app USING ("tenant_id" IS NULL);
CREATE POLICY "tenant" ON "saas_unified_configs" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "saas_unified_configs" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE DELETE, TRUNCATE ON "saas_unified_configs" FROM wegraph_app;

-- A version is written once.
ALTER TABLE "wegraph_setting_versions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_setting_versions" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_setting_versions" TO wegraph_app
    USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant());
CREATE POLICY "system" ON "wegraph_setting_versions" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE UPDATE, DELETE, TRUNCATE ON "wegraph_setting_versions" FROM wegraph_app;
