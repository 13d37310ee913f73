-- What WeCom's callbacks to an application are signed and encrypted with, and when they were last heard. Applied whole or not at all.

ALTER TABLE "wegraph_account_apps"
    ADD COLUMN "callback_token_sealed" TEXT,
    ADD COLUMN "callback_aes_key_sealed" TEXT,
    ADD COLUMN "callback_verified_at" TIMESTAMPTZ(3),
    ADD COLUMN "last_callback_at" TIMESTAMPTZ(3);

ALTER TABLE "wegraph_account_apps"
    ADD CONSTRAINT "wegraph_account_apps_callback_keys" CHECK (("callback_token_sealed" IS NULL) = ("callback_aes_key_sealed" IS NULL));
