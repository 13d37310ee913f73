-- The same in half the time: OFFSET 0 keeps the planner from working out moment and value of each row once for every sum that
-- uses them, and the extremes' values are read from the numbers that find their moments (to a ten-thousandth).
CREATE OR REPLACE FUNCTION "wegraph_vital_stretches"("patient" uuid, "wanted" text, "since" timestamptz, "until" timestamptz, "width" bigint)
    RETURNS TABLE ("values" integer, "first_at" timestamptz, "last_at" timestamptz, "low" float8, "high" float8,
        "low_at" timestamptz, "high_at" timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
AS $function$
DECLARE
    "start" CONSTANT bigint := (date_part('epoch', "since") * 1000)::bigint;
    "mask" CONSTANT bigint := (1::bigint << 40) - 1;
    "ms" CONSTANT interval := interval '1 millisecond';
BEGIN
    IF NOT wegraph_is_own_patient("patient") THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT s.n, "since" + s.f * "ms", "since" + s.l * "ms",
            (s.lowest >> 40) / 10000.0::float8, ((s.highest + (-s.highest & "mask")) >> 40) / 10000.0::float8,
            "since" + (s.lowest & "mask") * "ms", "since" + (-s.highest & "mask") * "ms"
        FROM (
            SELECT count(*)::integer AS n, min(p.at) AS f, max(p.at) AS l, min((p.v << 40) | p.at) AS lowest, max((p.v << 40) - p.at) AS highest
            FROM (
                SELECT (date_part('epoch', m.measured_at) * 1000)::bigint - "start" AS at, (m.value * 10000)::bigint AS v
                FROM health_vital_signs m WHERE m.patient_id = "patient" AND m.code = "wanted" AND m.retracted_at IS NULL
                    AND m.measured_at >= "since" AND m.measured_at < "until" OFFSET 0) AS p
            GROUP BY p.at / "width") AS s
        ORDER BY s.f;
END
$function$;
