import type { Tx } from "../wecom.database.ts";

/**
 * Takes names and pictures of the other sides from what is known of the corporation's members, customers and groups:
 * those of the newest reading, and what there was before where they are not known.
 */
export async function nameConversations(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    UPDATE wework_conversations c
    SET name = k.name, avatar_url = coalesce(k.avatar_url, c.avatar_url), search_text = lower(k.name || ' ' || c.recipient)
    FROM (
      SELECT s.id, m.name, m.avatar_url FROM wework_conversations s
      JOIN wework_accounts a ON a.id = s.account_id
      JOIN wegraph_members m ON m.corp_id = a.corp_id AND m.user_key = lower(s.recipient)
      WHERE s.id = ANY(${ids}::uuid[]) AND s.kind = 'MEMBER'
      UNION ALL
      SELECT s.id, t.name, t.avatar_url FROM wework_conversations s
      JOIN wework_accounts a ON a.id = s.account_id
      JOIN wework_contacts t ON t.corp_id = a.corp_id AND t.external_user_id = split_part(s.recipient, '/', 2)
      WHERE s.id = ANY(${ids}::uuid[]) AND s.kind = 'KF_CUSTOMER') AS k
    WHERE c.id = k.id AND k.name <> '' AND (c.name, c.avatar_url) IS DISTINCT FROM (k.name, coalesce(k.avatar_url, c.avatar_url))`;
}
