-- When credentials end, where somebody said so: what warns before they do.

ALTER TABLE "wework_corps" ADD COLUMN "secret_ends_at" TIMESTAMPTZ(3);
ALTER TABLE "wegraph_account_apps" ADD COLUMN "secret_ends_at" TIMESTAMPTZ(3);
