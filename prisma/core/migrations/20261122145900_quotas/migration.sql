-- What tenants may use, what they use, and what they pay for it.

CREATE TABLE "saas_tenant_quotas" (
    "tenant_id" UUID NOT NULL,
    "dimension" TEXT NOT NULL,
    "limit_value" BIGINT,
    "threshold_percent" INTEGER NOT NULL,
    "policy" TEXT NOT NULL,
    "ceiling" BIGINT,
    "step" BIGINT,
    "note" TEXT NOT NULL,
    "set_by_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saas_tenant_quotas_pkey" PRIMARY KEY ("tenant_id","dimension")
);

CREATE TABLE "saas_quota_usage_realtime" (
    "tenant_id" UUID NOT NULL,
    "dimension" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "resets_at" TIMESTAMPTZ(3),
    "used" BIGINT NOT NULL DEFAULT 0,
    "peak" BIGINT NOT NULL DEFAULT 0,
    "peak_since" TIMESTAMPTZ(3) NOT NULL,
    "included" BIGINT,
    "is_billed" BOOLEAN NOT NULL DEFAULT false,
    "expanded" BIGINT NOT NULL DEFAULT 0,
    "threshold_told_at" TIMESTAMPTZ(3),
    "last_refused_at" TIMESTAMPTZ(3),
    "last_refused_amount" BIGINT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saas_quota_usage_realtime_pkey" PRIMARY KEY ("tenant_id","dimension","window_start")
);

CREATE TABLE "wegraph_quota_takes" (
    "tenant_id" UUID NOT NULL,
    "dimension" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "returned" BIGINT NOT NULL DEFAULT 0,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wegraph_quota_takes_pkey" PRIMARY KEY ("tenant_id","dimension","key")
);

CREATE TABLE "saas_usage_statistics" (
    "tenant_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "dimension" TEXT NOT NULL,
    "used" BIGINT NOT NULL,
    "peak" BIGINT NOT NULL,
    "included" BIGINT,
    "over" BIGINT NOT NULL DEFAULT 0,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saas_usage_statistics_pkey" PRIMARY KEY ("tenant_id","day","dimension")
);

CREATE TABLE "saas_billing_records" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "period_end" TIMESTAMPTZ(3) NOT NULL,
    "time_zone" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "plan_fee" BIGINT NOT NULL,
    "overage" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,
    "lines" JSONB NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_by_id" UUID,

    CONSTRAINT "saas_billing_records_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "wegraph_quota_takes_dimension_at_idx" ON "wegraph_quota_takes"("dimension", "at");

CREATE INDEX "saas_billing_records_tenant_id_closed_at_id_idx" ON "saas_billing_records"("tenant_id", "closed_at" DESC, "id" DESC);

CREATE UNIQUE INDEX "saas_billing_records_tenant_id_period_key" ON "saas_billing_records"("tenant_id", "period");

ALTER TABLE "saas_tenant_quotas" ADD CONSTRAINT "saas_tenant_quotas_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "saas_quota_usage_realtime" ADD CONSTRAINT "saas_quota_usage_realtime_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "wegraph_quota_takes" ADD CONSTRAINT "wegraph_quota_takes_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "saas_usage_statistics" ADD CONSTRAINT "saas_usage_statistics_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "saas_billing_records" ADD CONSTRAINT "saas_billing_records_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "saas_tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;


ALTER TABLE "saas_tenant_quotas" ADD CONSTRAINT "saas_tenant_quotas_rule_check" CHECK (
    ("limit_value" IS NULL OR "limit_value" >= 0) AND "threshold_percent" BETWEEN 1 AND 100
    AND "policy" IN ('BLOCK', 'ALLOW_AND_BILL', 'AUTO_EXPAND')
    AND ("policy" = 'AUTO_EXPAND') = ("ceiling" IS NOT NULL AND "step" IS NOT NULL)
    AND ("ceiling" IS NULL OR ("limit_value" IS NOT NULL AND "ceiling" >= "limit_value")) AND ("step" IS NULL OR "step" > 0));
ALTER TABLE "saas_quota_usage_realtime" ADD CONSTRAINT "saas_quota_usage_realtime_used_check" CHECK ("used" >= 0 AND "expanded" >= 0);
ALTER TABLE "wegraph_quota_takes" ADD CONSTRAINT "wegraph_quota_takes_amount_check" CHECK ("amount" >= 0 AND "returned" BETWEEN 0 AND "amount");

-- Requests read; whatever is counted, ruled and billed is written in the system's name.
DO $$ DECLARE "table_name" text; BEGIN
    FOREACH "table_name" IN ARRAY ARRAY['saas_tenant_quotas', 'saas_quota_usage_realtime', 'wegraph_quota_takes', 'saas_usage_statistics', 'saas_billing_records'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', "table_name");
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', "table_name");
        EXECUTE format('CREATE POLICY "tenant" ON %I FOR SELECT TO wegraph_app USING ("tenant_id" = wegraph_tenant())', "table_name");
        EXECUTE format('CREATE POLICY "system" ON %I TO wegraph_system USING (true) WITH CHECK (true)', "table_name");
        EXECUTE format('REVOKE ALL ON %I FROM wegraph_app', "table_name");
        EXECUTE format('GRANT SELECT ON %I TO wegraph_app', "table_name");
    END LOOP;
END $$;

-- Takes from a quota in one step: TAKEN; KNOWN, when this key has taken before; SLOW, when more than counting is to be
-- done or decided (the threshold is reached for the first time, or the limit), and then nothing was taken.
CREATE FUNCTION wegraph_take_quota(p_tenant uuid, p_dimension text, p_key text, p_amount bigint, p_window timestamptz, p_resets timestamptz,
    p_day timestamptz, p_limit bigint, p_threshold bigint, p_is_billed boolean, p_is_stock boolean, p_is_forced boolean, p_now timestamptz)
    RETURNS text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO wegraph_quota_takes AS l (tenant_id, dimension, key, amount, window_start, at)
    VALUES (p_tenant, p_dimension, p_key, p_amount, p_window, p_now)
    ON CONFLICT (tenant_id, dimension, key) DO UPDATE SET amount = excluded.amount, returned = 0, window_start = excluded.window_start, at = excluded.at
    -- A thing of a stock can come back under its id. A key that was given back before it was taken is let in again after an hour.
    WHERE p_is_stock AND l.returned = l.amount AND (l.amount > 0 OR l.at < p_now - interval '1 hour');
    IF NOT FOUND THEN RETURN 'KNOWN'; END IF;

    UPDATE saas_quota_usage_realtime u SET used = u.used + p_amount, included = p_limit, is_billed = p_is_billed, updated_at = p_now,
        peak = CASE WHEN u.peak_since = p_day THEN greatest(u.peak, u.used + p_amount) ELSE u.used + p_amount END, peak_since = p_day
    WHERE u.tenant_id = p_tenant AND u.dimension = p_dimension AND u.window_start = p_window
        AND (p_limit IS NULL OR u.used + p_amount < p_threshold
            OR (u.threshold_told_at IS NOT NULL AND (p_is_forced OR u.used + p_amount <= p_limit + u.expanded)));
    IF FOUND THEN RETURN 'TAKEN'; END IF;

    -- The first take of a window makes its row; of two at once the other one finds it.
    IF p_limit IS NULL OR p_amount < p_threshold THEN
        INSERT INTO saas_quota_usage_realtime (tenant_id, dimension, window_start, resets_at, used, peak, peak_since, included, is_billed, updated_at)
        VALUES (p_tenant, p_dimension, p_window, p_resets, p_amount, p_amount, p_day, p_limit, p_is_billed, p_now)
        ON CONFLICT DO NOTHING;
        IF FOUND THEN RETURN 'TAKEN'; END IF;
    END IF;
    DELETE FROM wegraph_quota_takes WHERE tenant_id = p_tenant AND dimension = p_dimension AND key = p_key;
    RETURN 'SLOW';
END $$;

-- Gives back so much more of what a key has taken (of all of it: as much as there is), and returns how much that was.
CREATE FUNCTION wegraph_return_quota(p_tenant uuid, p_dimension text, p_key text, p_total bigint, p_more bigint, p_now timestamptz)
    RETURNS bigint LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    taken wegraph_quota_takes;
    target bigint;
BEGIN
    INSERT INTO wegraph_quota_takes (tenant_id, dimension, key, amount, window_start, at)
    VALUES (p_tenant, p_dimension, p_key, 0, 'epoch', p_now) ON CONFLICT DO NOTHING;
    SELECT * INTO taken FROM wegraph_quota_takes WHERE tenant_id = p_tenant AND dimension = p_dimension AND key = p_key FOR UPDATE;
    target := least(taken.amount, greatest(taken.returned, coalesce(p_total, taken.returned + p_more, taken.amount)));
    IF target = taken.returned THEN RETURN 0; END IF;
    UPDATE wegraph_quota_takes SET returned = target WHERE tenant_id = p_tenant AND dimension = p_dimension AND key = p_key;
    UPDATE saas_quota_usage_realtime SET used = used - (target - taken.returned), updated_at = p_now
    WHERE tenant_id = p_tenant AND dimension = p_dimension AND window_start = taken.window_start;
    RETURN target - taken.returned;
END $$;
REVOKE ALL ON FUNCTION wegraph_take_quota(uuid, text, text, bigint, timestamptz, timestamptz, timestamptz, bigint, bigint, boolean, boolean, boolean, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION wegraph_return_quota(uuid, text, text, bigint, bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wegraph_take_quota(uuid, text, text, bigint, timestamptz, timestamptz, timestamptz, bigint, bigint, boolean, boolean, boolean, timestamptz) TO wegraph_system;
GRANT EXECUTE ON FUNCTION wegraph_return_quota(uuid, text, text, bigint, bigint, timestamptz) TO wegraph_system;
