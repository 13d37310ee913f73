import type { Tx } from "../database.ts";
import type { Language } from "../channel/adapter.ts";
import { personalChannels } from "./dispatch.rules.ts";
import type { Person, PersonalChannel } from "./dispatch.rules.ts";
import type { NoticeKind } from "./notice.kinds.ts";

export interface Audience {
  tenantId: string;
  permission: string | null;
  userIds: readonly string[];
}

/** The people a notice is for: members of the tenant who can sign in and, where it asks for one, hold the right. */
export async function audienceOf(tx: Tx, { tenantId, permission, userIds }: Audience): Promise<string[]> {
  const isEverybody = permission === null && userIds.length === 0;
  const patterns = permission === null ? [] : patternsFor(permission);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE lineage AS (
      SELECT m.user_id, m.role_id FROM saas_user_roles m WHERE m.tenant_id = ${tenantId}::uuid
      UNION
      SELECT l.user_id, r.parent_id FROM lineage l JOIN saas_roles r ON r.id = l.role_id WHERE r.parent_id IS NOT NULL
    )
    SELECT u.id::text AS id FROM saas_users u
    WHERE u.status = 'ACTIVE' AND u.id IN (SELECT user_id FROM lineage)
      AND (${isEverybody} OR u.id = ANY (${[...userIds]}::uuid[]) OR u.id IN (
        SELECT l.user_id FROM lineage l JOIN saas_role_permissions p ON p.role_id = l.role_id
        WHERE p.permission = ANY (${patterns}::text[])))
    ORDER BY u.id`;
  return rows.map(({ id }) => id);
}

/** These people as a notice of this kind finds them. */
export async function peopleIn(
  tx: Tx,
  tenantId: string,
  userIds: readonly string[],
  kind: NoticeKind,
): Promise<Person[]> {
  const where = { tenantId };
  const users = await tx.user.findMany({
    where: { id: { in: [...userIds] }, status: "ACTIVE", roles: { some: { tenantId } } },
    select: {
      id: true,
      locale: true,
      notificationSettings: { where, select: { phone: true, mutedUntil: true } },
      notificationPreferences: {
        where: { ...where, kind, isEnabled: false },
        select: { channel: true },
      },
    },
  });
  return users.map(({ id, locale, notificationSettings: [settings], notificationPreferences }) => ({
    userId: id,
    language: languageOf(locale),
    hasPhone: settings?.phone != null,
    mutedUntil: settings?.mutedUntil ?? null,
    off: new Set(personalChannels.filter(isOff(notificationPreferences))),
  }));
}

export function languageOf(locale: string): Language {
  return locale.startsWith("zh") ? "zh" : "en";
}

function isOff(rows: readonly { channel: string }[]) {
  return (channel: PersonalChannel) => rows.some((row) => row.channel === channel);
}

/** What may be granted that covers this right. */
export function patternsFor(permission: string): string[] {
  const [resource, action] = permission.split(":");
  return [permission, `${resource}:*`, `*:${action}`, "*:*"];
}
