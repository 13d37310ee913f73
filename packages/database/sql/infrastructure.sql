-- The tables every domain database has, whatever the domain: what it announces, what it has already answered,
-- what it has already heard. Copied into each domain's first migration.
--
-- Prisma models of the same tables (for schema.prisma, so that drift stays exact):
--
--   model OutboxMessage {
--     seq         BigInt    @id @default(autoincrement())
--     id          String    @unique(map: "wegraph_outbox_id_key") @db.Uuid
--     tenantId    String    @map("tenant_id") @db.Uuid
--     subject     String
--     payload     Json
--     createdAt   DateTime  @default(now()) @map("created_at") @db.Timestamptz(3)
--     publishedAt DateTime? @map("published_at") @db.Timestamptz(3)
--     @@map("wegraph_outbox")
--   }
--
--   model IdempotencyKey {
--     tenantId  String   @map("tenant_id") @db.Uuid
--     scope     String
--     key       String
--     inputHash String   @map("input_hash")
--     result    Json?
--     createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(3)
--     @@id([tenantId, scope, key])
--     @@index([createdAt])
--     @@map("wegraph_idempotency_keys")
--   }
--
--   model ProcessedEvent {
--     consumer String
--     eventId  String   @map("event_id") @db.Uuid
--     at       DateTime @default(now()) @db.Timestamptz(3)
--     @@id([consumer, eventId])
--     @@index([at])
--     @@map("wegraph_processed_events")
--   }

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
