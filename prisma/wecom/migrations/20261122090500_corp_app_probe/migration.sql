-- The official connector: corporations without an instance provider, secrets that have to prove themselves, and what the last probe of an
-- application found. Applied whole or not at all.

ALTER TABLE "wework_corps"
    ALTER COLUMN "provider_url" DROP NOT NULL,
    ALTER COLUMN "secret_sealed" DROP NOT NULL;

ALTER TABLE "wework_corps"
    ADD CONSTRAINT "wework_corps_provider" CHECK (("provider_url" IS NULL) = ("secret_sealed" IS NULL));

ALTER TABLE "wegraph_account_apps"
    ADD COLUMN "pending_secret_sealed" TEXT,
    ADD COLUMN "probed_at" TIMESTAMPTZ(3),
    ADD COLUMN "probe_reason" TEXT,
    ADD COLUMN "probe_errcode" INTEGER,
    ADD COLUMN "probe_address" TEXT;
