-- health_management: patients, what is measured of them, and what follows from it. Applied whole or not at all.

CREATE TABLE "health_patients" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "record_number" TEXT NOT NULL,
    "identity_sealed" TEXT NOT NULL,
    "history_sealed" TEXT NOT NULL,
    "search_tokens" TEXT[],
    "sex" TEXT NOT NULL,
    "birth_date" DATE NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'ACTIVE',
    "groups" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "clinician_user_id" UUID,
    "care_team_user_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "department" TEXT,
    "customer_id" UUID,
    "spo2_scale" SMALLINT NOT NULL DEFAULT 1,
    "is_pregnant" BOOLEAN NOT NULL DEFAULT false,
    "is_smoker" BOOLEAN,
    "has_diabetes" BOOLEAN,
    "has_treated_hypertension" BOOLEAN,
    "has_family_history" BOOLEAN,
    "height_cm" DOUBLE PRECISION,
    "waist_cm" DOUBLE PRECISION,
    "consent" TEXT NOT NULL DEFAULT 'NONE',
    "consent_at" TIMESTAMPTZ(3),
    "consent_by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "health_patients_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_patient_counters" (
    "tenant_id" UUID NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "wegraph_patient_counters_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "wegraph_patient_states" (
    "patient_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "latest" JSONB NOT NULL,
    "last_reading_at" TIMESTAMPTZ(3),
    "news2" SMALLINT,
    "news2_risk" TEXT,
    "news2_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_patient_states_pkey" PRIMARY KEY ("patient_id")
);

CREATE TABLE "health_records" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "body_sealed" TEXT NOT NULL,
    "subject_type" TEXT,
    "subject_id" UUID,
    "author_user_id" UUID,
    "retracted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "health_records_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "health_vital_signs" (
    "patient_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "measured_at" TIMESTAMPTZ(3) NOT NULL,
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "unit" TEXT NOT NULL,
    "given_value" DOUBLE PRECISION,
    "given_unit" TEXT,
    "meal_context" TEXT,
    "flags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "source" TEXT NOT NULL,
    "device_id" UUID,
    "set_id" UUID NOT NULL,
    "skew_ms" INTEGER NOT NULL DEFAULT 0,
    "entered_by_id" UUID,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "retracted_at" TIMESTAMPTZ(3),

    CONSTRAINT "health_vital_signs_pkey" PRIMARY KEY ("id","measured_at")
) PARTITION BY RANGE ("measured_at");

CREATE TABLE "wegraph_vital_sign_keys" (
    "device_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "stated_at" TIMESTAMPTZ(3) NOT NULL,
    "tenant_id" UUID NOT NULL,

    CONSTRAINT "wegraph_vital_sign_keys_pkey" PRIMARY KEY ("device_id","code","stated_at")
) PARTITION BY RANGE ("stated_at");

CREATE TABLE "wegraph_news2_scores" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "score" SMALLINT NOT NULL,
    "risk" TEXT NOT NULL,
    "parts" JSONB NOT NULL,
    "scale" SMALLINT NOT NULL,

    CONSTRAINT "wegraph_news2_scores_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "health_devices" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "serial_number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "manufacturer" TEXT,
    "model" TEXT,
    "firmware" TEXT,
    "battery" SMALLINT,
    "connection" TEXT NOT NULL DEFAULT 'NEVER_SEEN',
    "connection_since" TIMESTAMPTZ(3) NOT NULL,
    "last_contact_at" TIMESTAMPTZ(3),
    "last_address" TEXT,
    "interval_seconds" INTEGER,
    "key_sealed" TEXT NOT NULL,
    "key_made_at" TIMESTAMPTZ(3) NOT NULL,
    "previous_key_sealed" TEXT,
    "previous_key_until" TIMESTAMPTZ(3),
    "skew_ms" INTEGER NOT NULL DEFAULT 0,
    "skew_at" TIMESTAMPTZ(3),
    "quality_score" SMALLINT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "health_devices_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "health_device_bindings" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "bound_at" TIMESTAMPTZ(3) NOT NULL,
    "bound_by_id" UUID,
    "unbound_at" TIMESTAMPTZ(3),
    "unbound_by_id" UUID,
    "reason" TEXT,

    CONSTRAINT "health_device_bindings_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "health_device_logs" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "tenant_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "health_device_logs_pkey" PRIMARY KEY ("id","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "health_alert_rules" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "shipped_key" TEXT,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "condition" JSONB NOT NULL,
    "reach" JSONB NOT NULL,
    "advice" JSONB NOT NULL,
    "source" TEXT,
    "enabled" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "health_alert_rules_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "health_alerts" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "rule_id" UUID NOT NULL,
    "device_id" UUID,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "cause" JSONB NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "advice_zh" TEXT NOT NULL,
    "advice_en" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "caused_at" TIMESTAMPTZ(3) NOT NULL,
    "last_caused_at" TIMESTAMPTZ(3) NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "assigned_to_id" UUID,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by_id" UUID,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_id" UUID,
    "resolution" TEXT,
    "note_sealed" TEXT,
    "escalation_level" SMALLINT NOT NULL DEFAULT 0,
    "escalate_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "health_alerts_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_health_alert_entries" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "change" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "wegraph_health_alert_entries_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "health_checkup_reports" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "report_number" TEXT NOT NULL,
    "institution" TEXT NOT NULL,
    "examined_on" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "body_sealed" TEXT NOT NULL,
    "attachment_file_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "published_by_id" UUID,

    CONSTRAINT "health_checkup_reports_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "health_checkup_items" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "report_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "category" TEXT NOT NULL,
    "code" TEXT,
    "name" TEXT NOT NULL,
    "value" DOUBLE PRECISION,
    "text" TEXT,
    "unit" TEXT,
    "reference_low" DOUBLE PRECISION,
    "reference_high" DOUBLE PRECISION,
    "reference_text" TEXT,
    "flag" TEXT,

    CONSTRAINT "health_checkup_items_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "health_risk_assessments" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "level" TEXT,
    "score" DOUBLE PRECISION,
    "factors" JSONB NOT NULL,
    "missing" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "model" TEXT NOT NULL,
    "assessed_at" TIMESTAMPTZ(3) NOT NULL,
    "is_latest" BOOLEAN NOT NULL,

    CONSTRAINT "health_risk_assessments_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "health_statistics" (
    "tenant_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "code" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "low" DOUBLE PRECISION NOT NULL,
    "high" DOUBLE PRECISION NOT NULL,
    "mean" DOUBLE PRECISION NOT NULL,
    "median" DOUBLE PRECISION NOT NULL,
    "deviation" DOUBLE PRECISION NOT NULL,
    "out_of_range" INTEGER NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "health_statistics_pkey" PRIMARY KEY ("patient_id","period","starts_on","code")
);

CREATE TABLE "wegraph_quality_scores" (
    "tenant_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "completeness" SMALLINT,
    "timeliness" SMALLINT,
    "plausibility" SMALLINT,
    "consistency" SMALLINT,
    "total" SMALLINT NOT NULL,
    "facts" JSONB NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_quality_scores_pkey" PRIMARY KEY ("subject_id","day")
);

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

CREATE TABLE "wegraph_idempotency_keys" (
    "tenant_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "input_hash" TEXT NOT NULL,
    "result" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "wegraph_idempotency_keys_pkey" PRIMARY KEY ("tenant_id","scope","key")
);

CREATE TABLE "wegraph_processed_events" (
    "consumer" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "wegraph_processed_events_pkey" PRIMARY KEY ("consumer","event_id")
);

CREATE INDEX "health_patients_tenant_id_created_at_id_idx" ON "health_patients"("tenant_id", "created_at" DESC, "id" DESC);

CREATE INDEX "health_patients_tenant_id_clinician_user_id_idx" ON "health_patients"("tenant_id", "clinician_user_id");

CREATE INDEX "health_patients_search_tokens_idx" ON "health_patients" USING GIN ("search_tokens");

CREATE INDEX "health_patients_care_team_user_ids_idx" ON "health_patients" USING GIN ("care_team_user_ids");

CREATE INDEX "health_patients_groups_idx" ON "health_patients" USING GIN ("groups");

CREATE UNIQUE INDEX "health_patients_tenant_id_record_number_key" ON "health_patients"("tenant_id", "record_number");

CREATE INDEX "wegraph_patient_states_tenant_id_news2_idx" ON "wegraph_patient_states"("tenant_id", "news2" DESC);

CREATE INDEX "wegraph_patient_states_last_reading_at_idx" ON "wegraph_patient_states"("last_reading_at");

CREATE INDEX "health_records_patient_id_occurred_at_id_idx" ON "health_records"("patient_id", "occurred_at" DESC, "id" DESC);

CREATE INDEX "wegraph_vital_sign_keys_stated_at_idx" ON "wegraph_vital_sign_keys"("stated_at");

CREATE INDEX "wegraph_news2_scores_patient_id_at_idx" ON "wegraph_news2_scores"("patient_id", "at" DESC);

CREATE INDEX "health_devices_tenant_id_created_at_id_idx" ON "health_devices"("tenant_id", "created_at" DESC, "id" DESC);

CREATE INDEX "health_devices_connection_last_contact_at_idx" ON "health_devices"("connection", "last_contact_at");

CREATE UNIQUE INDEX "health_devices_tenant_id_serial_number_key" ON "health_devices"("tenant_id", "serial_number");

CREATE INDEX "health_device_bindings_device_id_bound_at_idx" ON "health_device_bindings"("device_id", "bound_at" DESC);

CREATE INDEX "health_device_bindings_patient_id_bound_at_idx" ON "health_device_bindings"("patient_id", "bound_at" DESC);

CREATE INDEX "health_device_logs_device_id_at_id_idx" ON "health_device_logs"("device_id", "at" DESC, "id" DESC);

CREATE INDEX "health_alert_rules_tenant_id_kind_idx" ON "health_alert_rules"("tenant_id", "kind");

CREATE UNIQUE INDEX "health_alert_rules_tenant_id_shipped_key_key" ON "health_alert_rules"("tenant_id", "shipped_key");

CREATE INDEX "health_alerts_tenant_id_raised_at_id_idx" ON "health_alerts"("tenant_id", "raised_at" DESC, "id" DESC);

CREATE INDEX "health_alerts_patient_id_raised_at_id_idx" ON "health_alerts"("patient_id", "raised_at" DESC, "id" DESC);

CREATE INDEX "health_alerts_patient_id_rule_id_raised_at_idx" ON "health_alerts"("patient_id", "rule_id", "raised_at" DESC);

CREATE INDEX "wegraph_health_alert_entries_alert_id_at_id_idx" ON "wegraph_health_alert_entries"("alert_id", "at", "id");

CREATE INDEX "health_checkup_reports_patient_id_examined_on_id_idx" ON "health_checkup_reports"("patient_id", "examined_on" DESC, "id" DESC);

CREATE INDEX "health_checkup_reports_tenant_id_examined_on_id_idx" ON "health_checkup_reports"("tenant_id", "examined_on" DESC, "id" DESC);

CREATE UNIQUE INDEX "health_checkup_reports_tenant_id_report_number_key" ON "health_checkup_reports"("tenant_id", "report_number");

CREATE INDEX "health_checkup_items_report_id_position_idx" ON "health_checkup_items"("report_id", "position");

CREATE INDEX "health_risk_assessments_patient_id_kind_assessed_at_idx" ON "health_risk_assessments"("patient_id", "kind", "assessed_at" DESC);

CREATE INDEX "health_risk_assessments_tenant_id_kind_level_idx" ON "health_risk_assessments"("tenant_id", "kind", "level");

CREATE INDEX "health_statistics_tenant_id_period_starts_on_code_idx" ON "health_statistics"("tenant_id", "period", "starts_on", "code");

CREATE INDEX "wegraph_quality_scores_tenant_id_subject_type_day_idx" ON "wegraph_quality_scores"("tenant_id", "subject_type", "day");

CREATE UNIQUE INDEX "wegraph_outbox_id_key" ON "wegraph_outbox"("id");

CREATE INDEX "wegraph_idempotency_keys_created_at_idx" ON "wegraph_idempotency_keys"("created_at");

CREATE INDEX "wegraph_processed_events_at_idx" ON "wegraph_processed_events"("at");

ALTER TABLE "wegraph_patient_states" ADD CONSTRAINT "wegraph_patient_states_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "health_patients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "health_records" ADD CONSTRAINT "health_records_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "health_patients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "health_device_bindings" ADD CONSTRAINT "health_device_bindings_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "health_devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "health_device_bindings" ADD CONSTRAINT "health_device_bindings_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "health_patients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "wegraph_health_alert_entries" ADD CONSTRAINT "wegraph_health_alert_entries_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "health_alerts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "health_checkup_items" ADD CONSTRAINT "health_checkup_items_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "health_checkup_reports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The relay reads only what still waits; the index stays as small as the backlog.
CREATE INDEX "wegraph_outbox_unpublished_idx" ON "wegraph_outbox"("seq") WHERE "published_at" IS NULL;

-- What charts read: the index alone is enough.
CREATE INDEX "health_vital_signs_chart_idx" ON "health_vital_signs"("patient_id", "code", "measured_at") INCLUDE ("value") WHERE "retracted_at" IS NULL;

-- One open binding for a device, and one alert that is not over for a patient and rule (for each device, where it is about
-- one): whoever comes second finds the first.
CREATE UNIQUE INDEX "health_device_bindings_open_key" ON "health_device_bindings"("device_id") WHERE "unbound_at" IS NULL;
CREATE INDEX "health_device_bindings_patient_open_idx" ON "health_device_bindings"("patient_id") WHERE "unbound_at" IS NULL;
CREATE UNIQUE INDEX "health_alerts_open_key" ON "health_alerts"("patient_id", "rule_id", coalesce("device_id", '00000000-0000-0000-0000-000000000000'::uuid)) WHERE "state" <> 'RESOLVED';
CREATE INDEX "health_alerts_open_idx" ON "health_alerts"("tenant_id", "raised_at" DESC, "id" DESC) WHERE "state" <> 'RESOLVED';
CREATE INDEX "health_alerts_escalate_idx" ON "health_alerts"("escalate_at") WHERE "escalate_at" IS NOT NULL;
CREATE UNIQUE INDEX "health_risk_assessments_latest_key" ON "health_risk_assessments"("patient_id", "kind") WHERE "is_latest";

ALTER TABLE "health_patients"
    ADD CONSTRAINT "health_patients_sex" CHECK ("sex" IN ('MALE', 'FEMALE', 'OTHER', 'UNKNOWN')),
    ADD CONSTRAINT "health_patients_status" CHECK ("status" IN ('ACTIVE', 'INACTIVE', 'DECEASED')),
    ADD CONSTRAINT "health_patients_consent" CHECK ("consent" IN ('NONE', 'GRANTED', 'WITHDRAWN')),
    ADD CONSTRAINT "health_patients_spo2_scale" CHECK ("spo2_scale" IN (1, 2));
ALTER TABLE "health_vital_signs"
    ADD CONSTRAINT "health_vital_signs_source" CHECK ("source" IN ('DEVICE', 'FHIR', 'MANUAL'));
ALTER TABLE "health_devices"
    ADD CONSTRAINT "health_devices_connection" CHECK ("connection" IN ('NEVER_SEEN', 'ONLINE', 'OFFLINE')),
    ADD CONSTRAINT "health_devices_battery" CHECK ("battery" BETWEEN 0 AND 100);
ALTER TABLE "health_alert_rules"
    ADD CONSTRAINT "health_alert_rules_kind" CHECK ("kind" IN ('THRESHOLD', 'TREND', 'NEWS2', 'MISSING_DATA', 'DEVICE_OFFLINE'));
ALTER TABLE "health_alerts"
    ADD CONSTRAINT "health_alerts_severity" CHECK ("severity" IN ('INFO', 'WARNING', 'CRITICAL')),
    ADD CONSTRAINT "health_alerts_state" CHECK ("state" IN ('ACTIVE', 'ACKNOWLEDGED', 'RESOLVED')),
    ADD CONSTRAINT "health_alerts_over" CHECK (("resolved_at" IS NOT NULL) = ("state" = 'RESOLVED'));
ALTER TABLE "health_checkup_reports"
    ADD CONSTRAINT "health_checkup_reports_status" CHECK ("status" IN ('DRAFT', 'PUBLISHED'));
ALTER TABLE "health_risk_assessments"
    ADD CONSTRAINT "health_risk_assessments_kind" CHECK ("kind" IN ('CARDIOVASCULAR', 'DIABETES', 'HYPERTENSION'));
ALTER TABLE "health_statistics"
    ADD CONSTRAINT "health_statistics_period" CHECK ("period" IN ('DAY', 'WEEK', 'MONTH'));

-- Rows that are written again and again: room on each page keeps them there.
ALTER TABLE "wegraph_patient_states" SET (fillfactor = 50);
ALTER TABLE "health_devices" SET (fillfactor = 70);
ALTER TABLE "health_alerts" SET (fillfactor = 80);

-- A tenant sees its own rows; work across tenants has a role of its own.

ALTER TABLE "health_patients" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "health_patients" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "health_patients" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "health_patients" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_patient_counters" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_patient_counters" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_patient_counters" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_patient_counters" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_patient_states" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_patient_states" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_patient_states" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_patient_states" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "health_records" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "health_records" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "health_records" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "health_records" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "health_vital_signs" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "health_vital_signs" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "health_vital_signs" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "health_vital_signs" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_vital_sign_keys" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_vital_sign_keys" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_vital_sign_keys" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_vital_sign_keys" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_news2_scores" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_news2_scores" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_news2_scores" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_news2_scores" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "health_devices" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "health_devices" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "health_devices" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "health_devices" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "health_device_bindings" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "health_device_bindings" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "health_device_bindings" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "health_device_bindings" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "health_device_logs" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "health_device_logs" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "health_device_logs" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "health_device_logs" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "health_alert_rules" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "health_alert_rules" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "health_alert_rules" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "health_alert_rules" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "health_alerts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "health_alerts" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "health_alerts" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "health_alerts" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_health_alert_entries" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_health_alert_entries" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_health_alert_entries" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_health_alert_entries" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "health_checkup_reports" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "health_checkup_reports" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "health_checkup_reports" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "health_checkup_reports" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "health_checkup_items" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "health_checkup_items" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "health_checkup_items" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "health_checkup_items" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "health_risk_assessments" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "health_risk_assessments" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "health_risk_assessments" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "health_risk_assessments" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "health_statistics" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "health_statistics" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "health_statistics" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "health_statistics" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_quality_scores" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_quality_scores" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_quality_scores" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_quality_scores" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_outbox" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_outbox" FORCE ROW LEVEL SECURITY;
-- A request may announce for its own tenant, and never read, change or remove what was announced.
CREATE POLICY "tenant_announces" ON "wegraph_outbox" FOR INSERT TO wegraph_app
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_outbox" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_idempotency_keys" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_idempotency_keys" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_idempotency_keys" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_idempotency_keys" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_processed_events" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_processed_events" FORCE ROW LEVEL SECURITY;
CREATE POLICY "system" ON "wegraph_processed_events" TO wegraph_system USING (true) WITH CHECK (true);

REVOKE ALL ON "wegraph_outbox", "wegraph_processed_events" FROM wegraph_app;
GRANT INSERT ON "wegraph_outbox" TO wegraph_app;
-- No request removes what was measured, found or written of a patient.
REVOKE DELETE, TRUNCATE ON "health_patients", "health_records", "health_vital_signs", "wegraph_vital_sign_keys", "wegraph_news2_scores",
    "health_devices", "health_device_bindings", "health_device_logs", "health_alerts", "wegraph_health_alert_entries",
    "health_risk_assessments", "health_statistics", "wegraph_quality_scores" FROM wegraph_app;

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
    -- Charts read the index alone where rows are known to be visible to all, which a vacuum says.
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
