-- Of one table the partitions that ended before the months to keep, as a whole; returns their names.
-- Of alerts a month stays while one of it lasts: what is still wrong is never forgotten.
CREATE OR REPLACE FUNCTION wegraph_drop_partitions(parent text, months_kept integer) RETURNS SETOF text LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    oldest text := parent || to_char(date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => months_kept), '"_y"YYYY"m"MM');
    child text;
    is_needed boolean := false;
BEGIN
    -- The record of who did what is never dropped by a program.
    IF parent NOT IN ('saas_webhook_deliveries', 'saas_unified_alerts') THEN
        RAISE EXCEPTION '% is kept', parent;
    END IF;
    IF months_kept NOT BETWEEN 1 AND 240 THEN
        RAISE EXCEPTION 'months_kept must be between 1 and 240';
    END IF;
    FOR child IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                 WHERE i.inhparent = to_regclass(quote_ident(parent)) AND c.relname < oldest
                   AND c.relname ~ '_y[0-9]{4}m[0-9]{2}$' ORDER BY 1 LOOP
        IF parent = 'saas_unified_alerts' THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE "state" <> ''RESOLVED'')', child) INTO is_needed;
        END IF;
        CONTINUE WHEN is_needed;
        EXECUTE format('DROP TABLE %I', child);
        RETURN NEXT child;
    END LOOP;
END $$;
