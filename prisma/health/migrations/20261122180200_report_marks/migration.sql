-- A published report is not changed: a corrected one takes its place. Reports have numbers, and jobs that go on where they
-- stopped have marks.

ALTER TABLE "health_checkup_reports" ADD COLUMN     "replaced_by_id" UUID,
ADD COLUMN     "replaces_id" UUID;

CREATE TABLE "wegraph_report_counters" (
    "tenant_id" UUID NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "wegraph_report_counters_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "wegraph_job_marks" (
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_job_marks_pkey" PRIMARY KEY ("name")
);

CREATE UNIQUE INDEX "health_checkup_reports_replaces_id_key" ON "health_checkup_reports"("replaces_id");

-- What was entered in error is found by when that was said, so that sums are made again without it.
CREATE INDEX "health_vital_signs_retracted_idx" ON "health_vital_signs"("retracted_at") WHERE "retracted_at" IS NOT NULL;

ALTER TABLE "wegraph_report_counters" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_report_counters" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_report_counters" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_report_counters" TO wegraph_system USING (true) WITH CHECK (true);
REVOKE DELETE, TRUNCATE ON "wegraph_report_counters" FROM wegraph_app;
REVOKE ALL ON "wegraph_job_marks" FROM wegraph_app;
