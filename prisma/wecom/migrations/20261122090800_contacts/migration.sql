-- External contacts, tags, groups and members of corporations, and the runs that read them.

-- CreateTable
CREATE TABLE "wework_contacts" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "corp_id" UUID NOT NULL,
    "external_user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" SMALLINT NOT NULL,
    "gender" SMALLINT NOT NULL,
    "avatar_url" TEXT,
    "corp_name" TEXT,
    "corp_full_name" TEXT,
    "position" TEXT,
    "union_id" TEXT,
    "status" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "follower_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "tag_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "states" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "mobile_indexes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "search_text" TEXT NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wework_contacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wegraph_contact_follows" (
    "contact_id" UUID NOT NULL,
    "user_key" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "corp_id" UUID NOT NULL,
    "remark" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "remark_corp_name" TEXT,
    "mobiles_sealed" TEXT,
    "mobiles_masked" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "mobile_indexes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "operator_id" TEXT,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "add_way" SMALLINT NOT NULL,
    "state" TEXT NOT NULL,
    "tag_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "status" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "news_at" TIMESTAMPTZ(3),
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "seen_run" UUID,

    CONSTRAINT "wegraph_contact_follows_pkey" PRIMARY KEY ("contact_id","user_key")
);

-- CreateTable
CREATE TABLE "wegraph_contact_tag_groups" (
    "corp_id" UUID NOT NULL,
    "group_id" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sort_order" BIGINT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "as_of" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_contact_tag_groups_pkey" PRIMARY KEY ("corp_id","group_id")
);

-- CreateTable
CREATE TABLE "wegraph_contact_tags" (
    "corp_id" UUID NOT NULL,
    "tag_id" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "group_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sort_order" BIGINT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "as_of" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_contact_tags_pkey" PRIMARY KEY ("corp_id","tag_id")
);

-- CreateTable
CREATE TABLE "wegraph_members" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "corp_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "user_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "department_ids" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "position" TEXT,
    "avatar_url" TEXT,
    "status" SMALLINT,
    "is_follower" BOOLEAN NOT NULL DEFAULT false,
    "search_text" TEXT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "as_of" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_members_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wegraph_departments" (
    "corp_id" UUID NOT NULL,
    "department_id" INTEGER NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "parent_id" INTEGER NOT NULL,
    "sort_order" BIGINT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "as_of" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_departments_pkey" PRIMARY KEY ("corp_id","department_id")
);

-- CreateTable
CREATE TABLE "wework_groups" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "corp_id" UUID NOT NULL,
    "chat_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "owner_key" TEXT NOT NULL,
    "notice" TEXT NOT NULL,
    "admin_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "owner_status" SMALLINT NOT NULL,
    "member_version" TEXT,
    "member_count" INTEGER NOT NULL DEFAULT 0,
    "customer_count" INTEGER NOT NULL DEFAULT 0,
    "search_text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "seen_run" UUID,

    CONSTRAINT "wework_groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wework_group_members" (
    "group_id" UUID NOT NULL,
    "member_id" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nickname" TEXT NOT NULL,
    "join_scene" SMALLINT NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "invited_by" TEXT,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "wework_group_members_pkey" PRIMARY KEY ("group_id","member_id")
);

-- CreateTable
CREATE TABLE "wework_contact_sync_runs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "corp_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "cursor" JSONB NOT NULL,
    "members_total" INTEGER NOT NULL DEFAULT 0,
    "members_done" INTEGER NOT NULL DEFAULT 0,
    "contacts_read" INTEGER NOT NULL DEFAULT 0,
    "contacts_new" INTEGER NOT NULL DEFAULT 0,
    "contacts_changed" INTEGER NOT NULL DEFAULT 0,
    "contacts_removed" INTEGER NOT NULL DEFAULT 0,
    "groups_total" INTEGER NOT NULL DEFAULT 0,
    "groups_done" INTEGER NOT NULL DEFAULT 0,
    "groups_new" INTEGER NOT NULL DEFAULT 0,
    "groups_changed" INTEGER NOT NULL DEFAULT 0,
    "groups_removed" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "failures" JSONB NOT NULL,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "waiting_code" TEXT,
    "waiting_until" TIMESTAMPTZ(3),
    "error_code" TEXT,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "claim" UUID,

    CONSTRAINT "wework_contact_sync_runs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "wework_contacts_tenant_id_added_at_id_idx" ON "wework_contacts"("tenant_id", "added_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "wework_contacts_tenant_id_name_id_idx" ON "wework_contacts"("tenant_id", "name", "id");

-- CreateIndex
CREATE INDEX "wework_contacts_follower_ids_idx" ON "wework_contacts" USING GIN ("follower_ids");

-- CreateIndex
CREATE INDEX "wework_contacts_tag_ids_idx" ON "wework_contacts" USING GIN ("tag_ids");

-- CreateIndex
CREATE INDEX "wework_contacts_states_idx" ON "wework_contacts" USING GIN ("states");

-- CreateIndex
CREATE INDEX "wework_contacts_mobile_indexes_idx" ON "wework_contacts" USING GIN ("mobile_indexes");

-- CreateIndex
CREATE UNIQUE INDEX "wework_contacts_corp_id_external_user_id_key" ON "wework_contacts"("corp_id", "external_user_id");

-- CreateIndex
CREATE INDEX "wegraph_contact_follows_corp_id_user_key_idx" ON "wegraph_contact_follows"("corp_id", "user_key");

-- CreateIndex
CREATE INDEX "wegraph_members_tenant_id_name_id_idx" ON "wegraph_members"("tenant_id", "name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "wegraph_members_corp_id_user_key_key" ON "wegraph_members"("corp_id", "user_key");

-- CreateIndex
CREATE INDEX "wework_groups_tenant_id_created_at_id_idx" ON "wework_groups"("tenant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "wework_groups_tenant_id_name_id_idx" ON "wework_groups"("tenant_id", "name", "id");

-- CreateIndex
CREATE INDEX "wework_groups_tenant_id_member_count_id_idx" ON "wework_groups"("tenant_id", "member_count" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "wework_groups_corp_id_chat_id_key" ON "wework_groups"("corp_id", "chat_id");

-- CreateIndex
CREATE INDEX "wework_group_members_tenant_id_member_id_idx" ON "wework_group_members"("tenant_id", "member_id");

-- CreateIndex
CREATE INDEX "wework_contact_sync_runs_tenant_id_created_at_id_idx" ON "wework_contact_sync_runs"("tenant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "wework_contact_sync_runs_corp_id_created_at_idx" ON "wework_contact_sync_runs"("corp_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "wework_contact_sync_runs_due_at_idx" ON "wework_contact_sync_runs"("due_at");

-- AddForeignKey
ALTER TABLE "wegraph_contact_follows" ADD CONSTRAINT "wegraph_contact_follows_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "wework_contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wework_group_members" ADD CONSTRAINT "wework_group_members_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "wework_groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Coded columns

ALTER TABLE "wework_contacts"
    ADD CONSTRAINT "wework_contacts_status" CHECK ("status" IN ('ACTIVE', 'LOST', 'REMOVED'));
ALTER TABLE "wegraph_contact_follows"
    ADD CONSTRAINT "wegraph_contact_follows_status" CHECK ("status" IN ('ACTIVE', 'LOST', 'REMOVED'));
ALTER TABLE "wework_group_members"
    ADD CONSTRAINT "wework_group_members_kind" CHECK ("kind" IN ('MEMBER', 'CONTACT'));
ALTER TABLE "wework_contact_sync_runs"
    ADD CONSTRAINT "wework_contact_sync_runs_kind" CHECK ("kind" IN ('FULL', 'INCREMENTAL')),
    ADD CONSTRAINT "wework_contact_sync_runs_cause" CHECK ("cause" IN ('PERSON', 'SCHEDULE', 'ONLINE')),
    ADD CONSTRAINT "wework_contact_sync_runs_status" CHECK ("status" IN ('RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    ADD CONSTRAINT "wework_contact_sync_runs_over" CHECK (("status" = 'RUNNING') = ("finished_at" IS NULL));

-- A corporation is read by one run at a time, in whatever process.
CREATE UNIQUE INDEX "wework_contact_sync_runs_running_key" ON "wework_contact_sync_runs"("corp_id") WHERE "finished_at" IS NULL;

-- Rows that every run marks as seen: room on each page keeps them there.
ALTER TABLE "wegraph_contact_follows" SET (fillfactor = 75);
ALTER TABLE "wework_groups" SET (fillfactor = 75);
ALTER TABLE "wework_contact_sync_runs" SET (fillfactor = 50);

-- Names are searched by what they hold, and a Chinese name is two or three characters long: too short for trigrams. So
-- the index holds every character and every pair of characters.
CREATE FUNCTION "wegraph_grams"("of" text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (SELECT array_agg(DISTINCT substr("of", i, n)) FROM generate_series(1, char_length("of")) AS i, generate_series(1, 2) AS n
        WHERE i + n - 1 <= char_length("of"));
CREATE INDEX "wework_contacts_grams_idx" ON "wework_contacts" USING GIN ("wegraph_grams"("search_text"));
CREATE INDEX "wework_groups_grams_idx" ON "wework_groups" USING GIN ("wegraph_grams"("search_text"));
CREATE INDEX "wegraph_members_grams_idx" ON "wegraph_members" USING GIN ("wegraph_grams"("search_text"));

-- What row-level security would leave these indexes idle for; see wegraph_narrow_accounts. The ids only narrow a query
-- that is itself under row-level security.
CREATE FUNCTION "wegraph_narrow_contacts"("search" text, "pattern" text, "wanted_tags" text[], "followers" text[], "wanted_states" text[], "mobile" text, "most" integer)
    RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    RETURN QUERY EXECUTE
        'SELECT id FROM wework_contacts WHERE tenant_id = $1'
        || CASE WHEN "search" IS NULL THEN '' ELSE ' AND wegraph_grams(search_text) @> wegraph_grams($2) AND search_text LIKE $3' END
        || CASE WHEN "wanted_tags" IS NULL THEN '' ELSE ' AND tag_ids @> $4' END
        || CASE WHEN "followers" IS NULL THEN '' ELSE ' AND follower_ids && $5' END
        || CASE WHEN "wanted_states" IS NULL THEN '' ELSE ' AND states && $6' END
        || CASE WHEN "mobile" IS NULL THEN '' ELSE ' AND mobile_indexes @> ARRAY[$7]' END
        || ' LIMIT $8'
    USING nullif(current_setting('app.tenant_id', true), '')::uuid, "search", "pattern", "wanted_tags", "followers", "wanted_states", "mobile", "most";
END
$function$;
CREATE FUNCTION "wegraph_narrow_groups"("search" text, "pattern" text, "most" integer)
    RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT id FROM wework_groups WHERE tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
        AND wegraph_grams(search_text) @> wegraph_grams("search") AND search_text LIKE "pattern" LIMIT "most"
$function$;
CREATE FUNCTION "wegraph_narrow_members"("search" text, "pattern" text, "most" integer)
    RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT id FROM wegraph_members WHERE tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
        AND wegraph_grams(search_text) @> wegraph_grams("search") AND search_text LIKE "pattern" LIMIT "most"
$function$;

ALTER FUNCTION "wegraph_narrow_contacts"(text, text, text[], text[], text[], text, integer) OWNER TO wegraph_system;
REVOKE ALL ON FUNCTION "wegraph_narrow_contacts"(text, text, text[], text[], text[], text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "wegraph_narrow_contacts"(text, text, text[], text[], text[], text, integer) TO wegraph_app, wegraph_system;
ALTER FUNCTION "wegraph_narrow_groups"(text, text, integer) OWNER TO wegraph_system;
REVOKE ALL ON FUNCTION "wegraph_narrow_groups"(text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "wegraph_narrow_groups"(text, text, integer) TO wegraph_app, wegraph_system;
ALTER FUNCTION "wegraph_narrow_members"(text, text, integer) OWNER TO wegraph_system;
REVOKE ALL ON FUNCTION "wegraph_narrow_members"(text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "wegraph_narrow_members"(text, text, integer) TO wegraph_app, wegraph_system;

-- A tenant sees its own rows; work across tenants (the schedule of syncs) has a role of its own.

ALTER TABLE "wework_contacts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_contacts" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_contacts" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_contacts" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_contact_follows" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_contact_follows" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_contact_follows" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_contact_follows" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_contact_tag_groups" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_contact_tag_groups" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_contact_tag_groups" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_contact_tag_groups" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_contact_tags" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_contact_tags" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_contact_tags" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_contact_tags" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_members" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_members" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_members" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_members" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wegraph_departments" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wegraph_departments" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wegraph_departments" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wegraph_departments" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wework_groups" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_groups" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_groups" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_groups" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wework_group_members" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_group_members" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_group_members" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_group_members" TO wegraph_system USING (true) WITH CHECK (true);

ALTER TABLE "wework_contact_sync_runs" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wework_contact_sync_runs" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "wework_contact_sync_runs" TO wegraph_app
    USING ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK ("tenant_id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY "system" ON "wework_contact_sync_runs" TO wegraph_system USING (true) WITH CHECK (true);

-- Who is gone is marked, not removed: a history hangs on it.
REVOKE DELETE, TRUNCATE ON "wework_contacts", "wegraph_contact_follows", "wegraph_contact_tag_groups", "wegraph_contact_tags", "wegraph_members", "wegraph_departments", "wework_groups", "wework_group_members", "wework_contact_sync_runs" FROM wegraph_app;
