-- Alerts of accounts: what is wrong and since when, the rules that say so, and what is done by itself.

-- CreateTable
CREATE TABLE "wework_account_alerts" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "account_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "peak" DOUBLE PRECISION NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "clearing_since" TIMESTAMPTZ(3),
    "detail" JSONB NOT NULL,
    "rule_source" TEXT NOT NULL,
    "rule_version" INTEGER NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by_id" UUID,
    "acknowledge_note" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolution" TEXT,
    "resolved_by_id" UUID,
    "resolve_note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "wework_account_alerts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wegraph_account_alert_entries" (
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
    "action" TEXT,
    "outcome" TEXT,

    CONSTRAINT "wegraph_account_alert_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wegraph_account_alert_actions" (
    "alert_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "affected" INTEGER,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_account_alert_actions_pkey" PRIMARY KEY ("alert_id","action")
);

-- CreateTable
CREATE TABLE "wework_account_monitor_rules" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "account_id" UUID,
    "kind" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,
    "critical_at" DOUBLE PRECISION,
    "duration_seconds" INTEGER NOT NULL,
    "severity" TEXT NOT NULL,
    "auto_actions" TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wework_account_monitor_rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wegraph_account_alert_watches" (
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_account_alert_watches_pkey" PRIMARY KEY ("account_id","kind")
);

-- CreateTable
CREATE TABLE "wegraph_account_alert_schedule" (
    "kind" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "evaluated_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_account_alert_schedule_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "wegraph_account_signals" (
    "account_id" UUID NOT NULL,
    "signal" TEXT NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "tenant_id" UUID NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "wegraph_account_signals_pkey" PRIMARY KEY ("account_id","signal","minute")
);

-- CreateTable
CREATE TABLE "wegraph_sending_pauses" (
    "account_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_sending_pauses_pkey" PRIMARY KEY ("account_id")
);

-- CreateIndex
CREATE INDEX "wework_account_alerts_tenant_id_raised_at_id_idx" ON "wework_account_alerts"("tenant_id", "raised_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "wework_account_alerts_account_id_raised_at_id_idx" ON "wework_account_alerts"("account_id", "raised_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "wework_account_alerts_account_id_kind_resolved_at_idx" ON "wework_account_alerts"("account_id", "kind", "resolved_at" DESC);

-- CreateIndex
CREATE INDEX "wegraph_account_alert_entries_alert_id_at_id_idx" ON "wegraph_account_alert_entries"("alert_id", "at", "id");

-- CreateIndex
CREATE INDEX "wework_account_monitor_rules_tenant_id_kind_idx" ON "wework_account_monitor_rules"("tenant_id", "kind");

-- CreateIndex
CREATE INDEX "wegraph_account_signals_signal_minute_idx" ON "wegraph_account_signals"("signal", "minute");

-- CreateIndex
CREATE INDEX "wegraph_sending_pauses_alert_id_idx" ON "wegraph_sending_pauses"("alert_id");

-- AddForeignKey
ALTER TABLE "wegraph_account_alert_entries" ADD CONSTRAINT "wegraph_account_alert_entries_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "wework_account_alerts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wegraph_account_alert_actions" ADD CONSTRAINT "wegraph_account_alert_actions_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "wework_account_alerts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wework_account_monitor_rules" ADD CONSTRAINT "wework_account_monitor_rules_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "wework_accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wegraph_account_alert_watches" ADD CONSTRAINT "wegraph_account_alert_watches_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "wework_accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wegraph_sending_pauses" ADD CONSTRAINT "wegraph_sending_pauses_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "wework_accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One open alert of a kind for an account, whoever raises it; also what the evaluation and the board read.
CREATE UNIQUE INDEX "wework_account_alerts_open_key" ON "wework_account_alerts"("account_id", "kind") WHERE "state" <> 'RESOLVED';
CREATE INDEX "wework_account_alerts_board_idx" ON "wework_account_alerts"("tenant_id", "raised_at" DESC, "id" DESC) WHERE "state" <> 'RESOLVED';
CREATE INDEX "wework_account_alerts_open_kind_idx" ON "wework_account_alerts"("kind") WHERE "state" <> 'RESOLVED';
CREATE INDEX "wegraph_account_alert_actions_due_idx" ON "wegraph_account_alert_actions"("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "wegraph_account_alert_watches_kind_idx" ON "wegraph_account_alert_watches"("kind");
-- One rule of a kind for the tenant, and one for each account.
CREATE UNIQUE INDEX "wework_account_monitor_rules_tenant_key" ON "wework_account_monitor_rules"("tenant_id", "kind") WHERE "account_id" IS NULL;
CREATE UNIQUE INDEX "wework_account_monitor_rules_account_key" ON "wework_account_monitor_rules"("account_id", "kind") WHERE "account_id" IS NOT NULL;
-- What the collectors read: accounts that are not online, and failed log-ins of the last hours.
CREATE INDEX "wework_accounts_not_online_idx" ON "wework_accounts"("status") WHERE "deleted_at" IS NULL AND "status" NOT IN ('ONLINE', 'CREATED');
CREATE INDEX "wework_account_status_history_failed_login_idx" ON "wework_account_status_history"("at") WHERE "event" IN ('LOGIN_FAILED', 'LOGIN_EXPIRED');

ALTER TABLE "wework_account_alerts"
    ADD CONSTRAINT "wework_account_alerts_state" CHECK ("state" IN ('OPEN', 'ACKNOWLEDGED', 'RESOLVED')),
    ADD CONSTRAINT "wework_account_alerts_severity" CHECK ("severity" IN ('INFO', 'WARNING', 'CRITICAL')),
    ADD CONSTRAINT "wework_account_alerts_over" CHECK (("state" = 'RESOLVED') = ("resolved_at" IS NOT NULL) AND ("resolved_at" IS NULL) = ("resolution" IS NULL)),
    ADD CONSTRAINT "wework_account_alerts_resolution" CHECK ("resolution" IN ('CAUSE_GONE', 'BY_HAND', 'RULE_DISABLED', 'ACCOUNT_DELETED'));
ALTER TABLE "wegraph_account_alert_entries"
    ADD CONSTRAINT "wegraph_account_alert_entries_type" CHECK ("type" IN ('RAISED', 'MEASURED', 'ESCALATED', 'CLEARING', 'ACKNOWLEDGED', 'ACTION', 'RESOLVED'));
ALTER TABLE "wegraph_account_alert_actions"
    ADD CONSTRAINT "wegraph_account_alert_actions_action" CHECK ("action" IN ('RECOVER', 'PAUSE_SENDING', 'SWITCH_ACCOUNT', 'NOTIFY')),
    ADD CONSTRAINT "wegraph_account_alert_actions_state" CHECK ("state" IN ('PENDING', 'DONE', 'REFUSED', 'FAILED')),
    ADD CONSTRAINT "wegraph_account_alert_actions_over" CHECK (("due_at" IS NULL) = ("state" <> 'PENDING'));
ALTER TABLE "wework_account_monitor_rules"
    ADD CONSTRAINT "wework_account_monitor_rules_severity" CHECK ("severity" IN ('INFO', 'WARNING', 'CRITICAL')),
    ADD CONSTRAINT "wework_account_monitor_rules_duration" CHECK ("duration_seconds" BETWEEN 0 AND 86400);

-- Rows that are written again and again.
ALTER TABLE "wework_account_alerts" SET (fillfactor = 70);
ALTER TABLE "wegraph_account_signals" SET (fillfactor = 70);

ALTER TABLE "wework_account_alerts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_account_alerts" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_account_alerts" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_account_alerts" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_account_alert_entries" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_account_alert_entries" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_account_alert_entries" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_account_alert_entries" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_account_alert_actions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_account_alert_actions" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_account_alert_actions" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_account_alert_actions" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wework_account_monitor_rules" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_account_monitor_rules" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_account_monitor_rules" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_account_monitor_rules" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_account_alert_watches" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_account_alert_watches" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_account_alert_watches" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_account_alert_watches" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_account_signals" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_account_signals" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_account_signals" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_account_signals" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_sending_pauses" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_sending_pauses" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_sending_pauses" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_sending_pauses" TO wegraph_system USING (true) WITH CHECK (true);

-- No request removes what happened, or counts in place of the system; when a kind is looked at is nobody's but the system's.
REVOKE DELETE, TRUNCATE ON "wework_account_alerts", "wegraph_account_alert_entries", "wegraph_account_alert_actions" FROM wegraph_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "wegraph_account_signals", "wegraph_account_alert_watches" FROM wegraph_app;
REVOKE ALL ON "wegraph_account_alert_schedule" FROM wegraph_app;
