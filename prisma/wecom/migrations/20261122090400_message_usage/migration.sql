-- How many messages were accepted and cancelled, beside what was counted before: the two ends of the funnel.
ALTER TABLE "wegraph_message_stats" ADD COLUMN     "accepted" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "cancelled" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "wework_tenant_usage" (
    "tenant_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "accounts" INTEGER NOT NULL DEFAULT 0,
    "accounts_online_max" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "delivered" INTEGER NOT NULL DEFAULT 0,
    "read" INTEGER NOT NULL DEFAULT 0,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wework_tenant_usage_pkey" PRIMARY KEY ("tenant_id","day")
);

ALTER TABLE "wework_tenant_usage" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_tenant_usage" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_tenant_usage" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_tenant_usage" TO wegraph_system USING (true) WITH CHECK (true);
-- Requests read it; only the roll-up writes it.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "wework_tenant_usage" FROM wegraph_app;
