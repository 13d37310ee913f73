-- When the data of a deleted tenant was removed; its row stays, so that its id and slug mean nobody else.
ALTER TABLE "saas_tenants" ADD COLUMN "purged_at" TIMESTAMPTZ(3);
