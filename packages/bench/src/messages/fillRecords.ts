import pg from "pg";
import type { Pool } from "pg";
import { v7 } from "uuid";

const months = 6;
const accounts = 200;
const chunk = 250_000;

/** Records of one tenant over half a year, in every status and from two hundred accounts. Returns the accounts' ids. */
export async function fillRecords(
  system: Pool,
  databaseUrl: string,
  { tenantId, rows }: { tenantId: string; rows: number },
): Promise<string[]> {
  const accountIds = Array.from({ length: accounts }, () => v7());
  for (let month = 0; month <= months; month += 1)
    await system.query(
      "SELECT wegraph_ensure_partition('wework_message_records', now() - make_interval(months => $1))",
      [month],
    );
  // A request's time-outs do not fit work of minutes: the owner's own connection.
  const owner = new pg.Client({ connectionString: new URL("/wework_platform", databaseUrl).href });
  await owner.connect();
  try {
    await owner.query("SET synchronous_commit = off");
    for (let from = 0; from < rows; from += chunk)
      await owner.query(
        `INSERT INTO wework_message_records (id, created_at, tenant_id, account_id, is_routed, lane, type, recipient_kind, recipient,
           content, content_hash, status, sent_at, wecom_message_id)
         SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid,
           at, $1, ($2::uuid[])[1 + i % $3], false, 'BULK', 'TEXT', 'MEMBER', 'user' || (i::bigint * 7919) % 5000,
           jsonb_build_object('type', 'TEXT', 'text', 'a message of ordinary length, as people write them ' || i),
           decode(substr(hash, 1, 32), 'hex'), (ARRAY['SENT','SENT','SENT','DELIVERED','READ','FAILED'])[1 + (i / $3) % 6], at, 'msg-' || i
         FROM (SELECT i, md5(i::text) AS hash,
                 date_trunc('milliseconds', now() - interval '175 days' * (1 - i::float8 / $5)) AS at
               FROM generate_series($4::int, $6::int) i) made`,
        [tenantId, accountIds, accounts, from, rows, Math.min(rows, from + chunk) - 1],
      );
    await owner.query("VACUUM ANALYZE wework_message_records");
  } finally {
    await owner.end();
  }
  return accountIds;
}
