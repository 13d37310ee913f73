-- Under row-level security Postgres uses an index only for operators that cannot leak what they compared; the array
-- operators are not among them, so the indexes on search tokens, groups and care teams would lie idle. This function finds
-- ids through them, for the session's tenant alone. The ids only narrow a query that is itself under row-level security: a
-- mistake here could lose a row from a list, never show one of another tenant.
-- "wanted_tokens" is a JSON array of sets of tokens, one of which must be there as a whole; "record_prefix" is the other way
-- to be found.
CREATE FUNCTION "wegraph_narrow_patients"("wanted_tokens" jsonb, "record_prefix" text, "wanted_groups" text[], "bound_to" uuid, "most" integer)
    RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    tenant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
BEGIN
    IF "wanted_tokens" IS NULL THEN
        RETURN QUERY EXECUTE
            'SELECT id FROM health_patients WHERE tenant_id = $1'
            || CASE WHEN "wanted_groups" IS NULL THEN '' ELSE ' AND groups && $2' END
            || CASE WHEN "bound_to" IS NULL THEN '' ELSE ' AND (care_team_user_ids @> ARRAY[$3] OR clinician_user_id = $3)' END
            || ' LIMIT $4'
        USING tenant, "wanted_groups", "bound_to", "most";
    ELSE
        RETURN QUERY
            SELECT found.id FROM (
                SELECT p.id FROM jsonb_array_elements("wanted_tokens") AS s (tokens)
                JOIN health_patients p ON p.search_tokens @> ARRAY(SELECT jsonb_array_elements_text(s.tokens))
                WHERE p.tenant_id = tenant
                UNION
                SELECT p.id FROM health_patients p
                WHERE p.tenant_id = tenant AND starts_with(upper(p.record_number), "record_prefix")
            ) AS found LIMIT "most";
    END IF;
END
$function$;
ALTER FUNCTION "wegraph_narrow_patients"(jsonb, text, text[], uuid, integer) OWNER TO wegraph_system;
REVOKE ALL ON FUNCTION "wegraph_narrow_patients"(jsonb, text, text[], uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "wegraph_narrow_patients"(jsonb, text, text[], uuid, integer) TO wegraph_app, wegraph_system;
