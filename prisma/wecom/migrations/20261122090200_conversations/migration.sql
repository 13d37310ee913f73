-- Conversations: messages of both directions, and what lists need of them. Applied whole or not at all.

ALTER TABLE "wework_message_records" ADD COLUMN     "direction" TEXT NOT NULL DEFAULT 'OUT';

CREATE TABLE "wework_conversations" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "avatar_url" TEXT,
    "search_text" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "assignee_id" UUID,
    "unread" INTEGER NOT NULL DEFAULT 0,
    "last_message_id" UUID,
    "last_message_at" TIMESTAMPTZ(3) NOT NULL,
    "last_direction" TEXT,
    "last_type" TEXT,
    "last_preview" TEXT NOT NULL DEFAULT '',
    "last_incoming_at" TIMESTAMPTZ(3),
    "kf_state" INTEGER,
    "kf_servicer_id" TEXT,
    "kf_state_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wework_conversations_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "wegraph_kf_cursors" (
    "corp_id" UUID NOT NULL,
    "open_kf_id" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "cursor" TEXT NOT NULL DEFAULT '',
    "synced_at" TIMESTAMPTZ(3),

    CONSTRAINT "wegraph_kf_cursors_pkey" PRIMARY KEY ("corp_id","open_kf_id")
);

CREATE INDEX "wework_conversations_tenant_id_last_message_at_id_idx" ON "wework_conversations"("tenant_id", "last_message_at" DESC, "id" DESC);

CREATE INDEX "wework_conversations_tenant_id_assignee_id_last_message_at__idx" ON "wework_conversations"("tenant_id", "assignee_id", "last_message_at" DESC, "id" DESC);

CREATE INDEX "wework_conversations_account_id_last_message_at_id_idx" ON "wework_conversations"("account_id", "last_message_at" DESC, "id" DESC);

CREATE UNIQUE INDEX "wework_conversations_account_id_kind_recipient_key" ON "wework_conversations"("account_id", "kind", "recipient");

-- The inbox of what nobody has read yet is short, however long the list is.
CREATE INDEX "wework_conversations_unread_idx" ON "wework_conversations"("tenant_id", "last_message_at" DESC, "id" DESC) WHERE "unread" > 0;

-- Both directions of a conversation are read by the index over recipients: one scan, and nothing more to write for
-- what is sent. Customers are reached by group sends, or as 微信客服.
ALTER TABLE "wework_message_records"
    DROP CONSTRAINT "wework_message_records_recipient_kind",
    ADD CONSTRAINT "wework_message_records_recipient_kind" CHECK ("recipient_kind" IN ('MEMBER', 'DEPARTMENT', 'TAG', 'GROUP_CHAT', 'CUSTOMER', 'KF_CUSTOMER')),
    ADD CONSTRAINT "wework_message_records_direction" CHECK ("direction" IN ('OUT', 'IN', 'SERVICER'));
ALTER TABLE "wework_conversations"
    ADD CONSTRAINT "wework_conversations_kind" CHECK ("kind" IN ('MEMBER', 'GROUP_CHAT', 'KF_CUSTOMER')),
    ADD CONSTRAINT "wework_conversations_state" CHECK ("state" IN ('OPEN', 'CLOSED')),
    ADD CONSTRAINT "wework_conversations_last_direction" CHECK ("last_direction" IN ('OUT', 'IN', 'SERVICER')),
    ADD CONSTRAINT "wework_conversations_unread" CHECK ("unread" >= 0),
    ADD CONSTRAINT "wework_conversations_kf_state" CHECK ("kf_state" BETWEEN 0 AND 4);

-- Written with every message: room on each page keeps a row there.
ALTER TABLE "wework_conversations" SET (fillfactor = 70);

-- A tenant sees its own rows; taking in callbacks has a role of its own.

ALTER TABLE "wework_conversations" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_conversations" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_conversations" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_conversations" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_kf_cursors" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_kf_cursors" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_kf_cursors" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_kf_cursors" TO wegraph_system USING (true) WITH CHECK (true);

-- No request removes a conversation; how far 微信客服 was fetched is the platform's own business.
REVOKE DELETE, TRUNCATE ON "wework_conversations" FROM wegraph_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "wegraph_kf_cursors" FROM wegraph_app;
