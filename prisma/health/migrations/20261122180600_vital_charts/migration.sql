-- What charts read of a vital sign, in one pass over the index of charts. Under row-level security each row would be fetched
-- and compared for its tenant; these compare the patient's once, with the session's, and then read the index alone.
CREATE FUNCTION "wegraph_is_own_patient"("patient" uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT EXISTS (SELECT FROM health_patients
        WHERE id = "patient" AND tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
$function$;

-- Stretches of `width` milliseconds with values in them: how many, the first and the last, the lowest and the highest and when
-- those were measured. Value (in ten-thousandths) and time are one number, so the time of an extreme is found with it by
-- comparing integers.
CREATE FUNCTION "wegraph_vital_stretches"("patient" uuid, "wanted" text, "since" timestamptz, "until" timestamptz, "width" bigint)
    RETURNS TABLE ("values" integer, "first_at" timestamptz, "last_at" timestamptz, "low" float8, "high" float8,
        "low_at" timestamptz, "high_at" timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
AS $function$
DECLARE
    "start" CONSTANT bigint := (date_part('epoch', "since") * 1000)::bigint;
    "mask" CONSTANT bigint := (1::bigint << 40) - 1;
BEGIN
    IF NOT wegraph_is_own_patient("patient") THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT s.n, s.f, s.l, s.low, s.high, to_timestamp(("start" + (s.lowest & "mask")) / 1000.0),
            to_timestamp(("start" + "mask" - (s.highest & "mask")) / 1000.0)
        FROM (
            SELECT count(*)::integer AS n, min(p.measured_at) AS f, max(p.measured_at) AS l, min(p.value) AS low, max(p.value) AS high,
                min((p.v << 40) | p.ms) AS lowest, max((p.v << 40) | ("mask" - p.ms)) AS highest
            FROM (
                SELECT m.measured_at, m.value, (date_part('epoch', m.measured_at) * 1000)::bigint - "start" AS ms,
                    (m.value * 10000)::bigint AS v
                FROM health_vital_signs m WHERE m.patient_id = "patient" AND m.code = "wanted" AND m.retracted_at IS NULL
                    AND m.measured_at >= "since" AND m.measured_at < "until") AS p
            GROUP BY p.ms / "width") AS s
        ORDER BY s.f;
END
$function$;

-- The median of a stretch of time and the median absolute deviation from it; no row where nothing was measured.
CREATE FUNCTION "wegraph_vital_baseline"("patient" uuid, "wanted" text, "since" timestamptz, "until" timestamptz)
    RETURNS TABLE ("median" float8, "mad" float8, "values" integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
AS $function$
DECLARE
    "middle" float8;
BEGIN
    IF NOT wegraph_is_own_patient("patient") THEN
        RETURN;
    END IF;
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY m.value) INTO "middle" FROM health_vital_signs m
    WHERE m.patient_id = "patient" AND m.code = "wanted" AND m.retracted_at IS NULL AND m.measured_at >= "since" AND m.measured_at < "until";
    RETURN QUERY
        SELECT "middle", percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(m.value - "middle")), count(*)::integer FROM health_vital_signs m
        WHERE m.patient_id = "patient" AND m.code = "wanted" AND m.retracted_at IS NULL AND m.measured_at >= "since" AND m.measured_at < "until"
        HAVING count(*) > 0;
END
$function$;

ALTER FUNCTION "wegraph_is_own_patient"(uuid) OWNER TO wegraph_system;
ALTER FUNCTION "wegraph_vital_stretches"(uuid, text, timestamptz, timestamptz, bigint) OWNER TO wegraph_system;
ALTER FUNCTION "wegraph_vital_baseline"(uuid, text, timestamptz, timestamptz) OWNER TO wegraph_system;
REVOKE ALL ON FUNCTION "wegraph_is_own_patient"(uuid), "wegraph_vital_stretches"(uuid, text, timestamptz, timestamptz, bigint),
    "wegraph_vital_baseline"(uuid, text, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "wegraph_vital_stretches"(uuid, text, timestamptz, timestamptz, bigint),
    "wegraph_vital_baseline"(uuid, text, timestamptz, timestamptz) TO wegraph_app, wegraph_system;
