-- Rules on metrics, the alerts they raise, how people are told of them, and reports.

CREATE TABLE "saas_monitor_rules" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "shipped_key" TEXT,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "match" JSONB NOT NULL DEFAULT '{}',
    "measure" TEXT NOT NULL,
    "operator" TEXT NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,
    "window_seconds" INTEGER,
    "for_seconds" INTEGER NOT NULL,
    "severity" TEXT NOT NULL,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "across_tenants" BOOLEAN NOT NULL DEFAULT false,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saas_monitor_rules_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_monitor_watches" (
    "rule_id" UUID NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "labels" JSONB NOT NULL,
    "since" TIMESTAMPTZ(3),
    "clearing_since" TIMESTAMPTZ(3),
    "alert_id" UUID,
    "raised_at" TIMESTAMPTZ(3)[],
    "sampled_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_monitor_watches_pkey" PRIMARY KEY ("rule_id","fingerprint")
);

CREATE TABLE "saas_unified_alerts" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "labels" JSONB NOT NULL,
    "title_zh" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "summary_zh" TEXT NOT NULL,
    "summary_en" TEXT NOT NULL,
    "metric" TEXT,
    "measure" TEXT,
    "operator" TEXT,
    "threshold" DOUBLE PRECISION,
    "unit" TEXT,
    "value" DOUBLE PRECISION,
    "peak" DOUBLE PRECISION,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "is_flapping" BOOLEAN NOT NULL DEFAULT false,
    "stale_since" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by_id" UUID,
    "acknowledge_note" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_id" UUID,
    "resolution" TEXT,
    "resolve_note" TEXT,
    "notified_at" TIMESTAMPTZ(3),
    "suppression" JSONB,
    "suppressed_at" TIMESTAMPTZ(3),
    "escalations" INTEGER NOT NULL DEFAULT 0,
    "path" TEXT,
    "source_version" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "saas_unified_alerts_pkey" PRIMARY KEY ("id","raised_at")
) PARTITION BY RANGE ("raised_at");

CREATE TABLE "wegraph_system_alert_keys" (
    "tenant_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "alert_id" UUID NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "is_open" BOOLEAN NOT NULL DEFAULT true,
    "notified_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_system_alert_keys_pkey" PRIMARY KEY ("tenant_id","key")
);

CREATE TABLE "wegraph_system_alert_entries" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "value" DOUBLE PRECISION,
    "severity" TEXT,
    "note" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "wegraph_system_alert_entries_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_alert_groups" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "labels" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "held_for" TEXT,
    "posted_at" TIMESTAMPTZ(3),
    "posted_severity" TEXT,
    "posted_names" TEXT[],
    "posts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "wegraph_alert_groups_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_alert_group_changes" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "change" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_alert_group_changes_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "saas_alert_silences" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "matchers" JSONB NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "comment" TEXT NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "saas_alert_silences_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "saas_alert_policies" (
    "tenant_id" UUID NOT NULL,
    "document" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_by_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saas_alert_policies_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "wegraph_alert_work" (
    "name" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_alert_work_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "saas_reports" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "period_end" TIMESTAMPTZ(3) NOT NULL,
    "document" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saas_reports_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "saas_monitor_rules_tenant_id_created_at_id_idx" ON "saas_monitor_rules"("tenant_id", "created_at" DESC, "id" DESC);

CREATE UNIQUE INDEX "saas_monitor_rules_tenant_id_shipped_key_key" ON "saas_monitor_rules"("tenant_id", "shipped_key");

CREATE UNIQUE INDEX "saas_monitor_rules_tenant_id_name_key" ON "saas_monitor_rules"("tenant_id", "name");

CREATE INDEX "wegraph_monitor_watches_tenant_id_idx" ON "wegraph_monitor_watches"("tenant_id");

CREATE INDEX "saas_unified_alerts_tenant_id_raised_at_id_idx" ON "saas_unified_alerts"("tenant_id", "raised_at" DESC, "id" DESC);

CREATE INDEX "saas_unified_alerts_tenant_id_fingerprint_raised_at_idx" ON "saas_unified_alerts"("tenant_id", "fingerprint", "raised_at" DESC);

CREATE INDEX "wegraph_system_alert_keys_alert_id_idx" ON "wegraph_system_alert_keys"("alert_id");

CREATE INDEX "wegraph_system_alert_entries_alert_id_at_id_idx" ON "wegraph_system_alert_entries"("alert_id", "at", "id");

CREATE INDEX "wegraph_system_alert_entries_tenant_id_at_idx" ON "wegraph_system_alert_entries"("tenant_id", "at");

CREATE UNIQUE INDEX "wegraph_alert_groups_tenant_id_key_key" ON "wegraph_alert_groups"("tenant_id", "key");

CREATE INDEX "wegraph_alert_group_changes_tenant_id_idx" ON "wegraph_alert_group_changes"("tenant_id");

CREATE UNIQUE INDEX "wegraph_alert_group_changes_group_id_alert_id_change_key" ON "wegraph_alert_group_changes"("group_id", "alert_id", "change");

CREATE INDEX "saas_alert_silences_tenant_id_ends_at_id_idx" ON "saas_alert_silences"("tenant_id", "ends_at" DESC, "id" DESC);

CREATE INDEX "saas_reports_tenant_id_period_start_id_idx" ON "saas_reports"("tenant_id", "period_start" DESC, "id" DESC);

CREATE UNIQUE INDEX "saas_reports_tenant_id_kind_period_start_key" ON "saas_reports"("tenant_id", "kind", "period_start");

ALTER TABLE "saas_monitor_rules" ADD CONSTRAINT "saas_monitor_rules_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "wegraph_monitor_watches" ADD CONSTRAINT "wegraph_monitor_watches_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "saas_monitor_rules"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "wegraph_alert_group_changes" ADD CONSTRAINT "wegraph_alert_group_changes_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "wegraph_alert_groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "saas_alert_silences" ADD CONSTRAINT "saas_alert_silences_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "saas_alert_policies" ADD CONSTRAINT "saas_alert_policies_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "saas_reports" ADD CONSTRAINT "saas_reports_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "saas_monitor_rules" ADD CONSTRAINT "saas_monitor_rules_condition_check"
    CHECK ("measure" IN ('VALUE', 'CHANGE', 'CHANGE_PERCENT') AND ("measure" = 'VALUE') = ("window_seconds" IS NULL)
        AND "operator" IN ('ABOVE', 'AT_LEAST', 'BELOW', 'AT_MOST', 'EQUAL', 'ABSENT')
        AND "for_seconds" BETWEEN 0 AND 3600 AND "severity" IN ('INFO', 'WARNING', 'CRITICAL'));
ALTER TABLE "saas_unified_alerts" ADD CONSTRAINT "saas_unified_alerts_state_check"
    CHECK ("state" IN ('FIRING', 'ACKNOWLEDGED', 'RESOLVED') AND ("state" = 'RESOLVED') = ("resolved_at" IS NOT NULL)
        AND ("resolved_at" IS NULL) = ("resolution" IS NULL) AND "severity" IN ('INFO', 'WARNING', 'CRITICAL')
        AND "source" IN ('RULE', 'WECOM'));
ALTER TABLE "saas_alert_silences" ADD CONSTRAINT "saas_alert_silences_time_check" CHECK ("starts_at" <= "ends_at");
ALTER TABLE "saas_reports" ADD CONSTRAINT "saas_reports_kind_check"
    CHECK ("kind" IN ('DAILY', 'WEEKLY', 'MONTHLY') AND "period_start" < "period_end");
ALTER TABLE "wegraph_alert_groups" ADD CONSTRAINT "wegraph_alert_groups_waiting_check"
    CHECK (("opened_at" IS NULL) = ("due_at" IS NULL));

-- What is open: as small as what is wrong, however long the log is.
CREATE INDEX "saas_unified_alerts_open_idx" ON "saas_unified_alerts"("tenant_id", "raised_at") WHERE "state" <> 'RESOLVED';
CREATE INDEX "saas_unified_alerts_resolved_idx" ON "saas_unified_alerts"("tenant_id", "resolved_at") WHERE "state" = 'RESOLVED';
CREATE INDEX "wegraph_alert_groups_due_idx" ON "wegraph_alert_groups"("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "saas_monitor_rules_enabled_idx" ON "saas_monitor_rules"("metric") WHERE "is_enabled";

DO $$
DECLARE
    owned text;
BEGIN
    FOREACH owned IN ARRAY ARRAY['saas_monitor_rules', 'wegraph_monitor_watches', 'saas_unified_alerts', 'wegraph_system_alert_keys',
        'wegraph_system_alert_entries', 'wegraph_alert_groups', 'wegraph_alert_group_changes', 'saas_alert_silences', 'saas_alert_policies',
        'saas_reports'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', owned);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', owned);
        EXECUTE format('CREATE POLICY "tenant" ON %I TO wegraph_app USING ("tenant_id" = wegraph_tenant()) WITH CHECK ("tenant_id" = wegraph_tenant())', owned);
        EXECUTE format('CREATE POLICY "system" ON %I TO wegraph_system USING (true) WITH CHECK (true)', owned);
    END LOOP;
END $$;

-- Requests never remove what was wrong or what people were told.
REVOKE DELETE, TRUNCATE ON "saas_unified_alerts", "wegraph_system_alert_entries", "saas_alert_silences", "saas_reports" FROM wegraph_app;
REVOKE UPDATE ON "wegraph_system_alert_entries", "saas_reports" FROM wegraph_app;
-- The lease of background work is none of a request's business.
REVOKE ALL ON "wegraph_alert_work" FROM wegraph_app;

SELECT wegraph_ensure_partitions(3);
