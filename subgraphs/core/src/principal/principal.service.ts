import { timingSafeEqual } from "node:crypto";
import type { Principal } from "@wegraph/kit/principal";
import { isUsable } from "../api-key/api-key.rules.ts";
import { readKey } from "../api-key/apiKeySecret.ts";
import type { CoreDatabase } from "../database.ts";
import type { CatalogueService } from "../role/catalogue.service.ts";
import { grantsIn } from "../role/permissions.rules.ts";
import type { Grant } from "../role/permissions.rules.ts";
import type { AccessTokens } from "../session/accessTokens.ts";
import { isAllowed } from "../sign-in/address.ts";

const purpose = "authenticate";

/** Being seen is written down at most this often. */
const seenEveryMs = 60_000;

export interface Credential {
  kind: "ACCESS_TOKEN" | "API_KEY";
  token: string;
  address: string | null;
}

interface SessionRow {
  name: string;
  last_seen_at: Date;
  is_platform: boolean;
  department: string | null;
  grants: Grant[];
}

/**
 * Turns a credential into who asks and what they may do, in one query. Nothing is cached here: what was ended,
 * disabled or taken away counts from the next question on.
 */
export class PrincipalService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly accessTokens: AccessTokens,
    private readonly catalogue: CatalogueService,
    private readonly clock: () => Date,
  ) {}

  /** null: no credential of ours, or one that is good no more. */
  identify({ kind, token, address }: Credential): Promise<Principal | null> {
    return kind === "ACCESS_TOKEN" ? this.byAccessToken(token, address) : this.byApiKey(token, address);
  }

  private async byAccessToken(token: string, address: string | null): Promise<Principal | null> {
    const claims = await this.accessTokens.read(token);
    if (!claims) return null;
    const { userId, sessionId, tenantId } = claims;
    const now = this.clock();
    const [row] = await this.db.system(purpose).$queryRaw<SessionRow[]>`
      WITH RECURSIVE held AS (
        SELECT m.role_id, m.department, m.created_at, r.data_scope
        FROM saas_user_roles m JOIN saas_roles r ON r.id = m.role_id
        WHERE m.user_id = ${userId}::uuid AND m.tenant_id = ${tenantId}::uuid
      ), lineage AS (
        SELECT role_id, data_scope FROM held
        UNION
        SELECT r.parent_id, l.data_scope FROM lineage l JOIN saas_roles r ON r.id = l.role_id WHERE r.parent_id IS NOT NULL
      )
      SELECT u.display_name AS name, s.last_seen_at, t.is_platform,
        (SELECT department FROM held WHERE department IS NOT NULL ORDER BY created_at LIMIT 1) AS department,
        (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('permission', p.permission, 'scope', l.data_scope)), '[]')
         FROM lineage l JOIN saas_role_permissions p ON p.role_id = l.role_id) AS grants
      FROM saas_user_sessions s
      JOIN saas_users u ON u.id = s.user_id
      JOIN saas_tenants t ON t.id = ${tenantId}::uuid
      WHERE s.id = ${sessionId}::uuid AND s.user_id = ${userId}::uuid
        AND s.ended_at IS NULL AND s.expires_at > ${now}
        AND u.status = 'ACTIVE' AND t.status = 'ACTIVE' AND EXISTS (SELECT 1 FROM held)`;
    if (!row) return null;
    if (isDue(row.last_seen_at, now)) await this.seenSession(sessionId, address, now);
    return {
      kind: "USER",
      id: userId,
      name: row.name,
      tenantId,
      isPlatform: row.is_platform,
      sessionId,
      department: row.department,
      address,
      grants: grantsIn({ isPlatform: row.is_platform }, row.grants, this.catalogue.entries),
      rateLimitPerMinute: null,
    };
  }

  private async byApiKey(token: string, address: string | null): Promise<Principal | null> {
    const presented = readKey(token);
    if (!presented) return null;
    const key = await this.db.system(purpose).apiKey.findUnique({
      where: { keyId: presented.keyId, tenant: { status: "ACTIVE" } },
      include: { tenant: { select: { isPlatform: true } } },
    });
    if (!key || !timingSafeEqual(key.secretHash, presented.secretHash)) return null;
    const now = this.clock();
    if (!isUsable(key, now) || !isAllowed(address, key.allowedAddresses)) return null;
    if (isDue(key.lastUsedAt, now)) await this.usedKey(key.id, address, now);
    const { isPlatform } = key.tenant;
    const scopes = key.scopes.map((permission) => ({ permission, scope: "TENANT" as const }));
    return {
      kind: "API_KEY",
      id: key.id,
      name: key.name,
      tenantId: key.tenantId,
      isPlatform,
      sessionId: null,
      department: null,
      address,
      grants: grantsIn({ isPlatform }, scopes, this.catalogue.entries),
      rateLimitPerMinute: key.rateLimitPerMinute,
      expiresAt: key.expiresAt?.getTime() ?? null,
    };
  }

  /** The condition again in the statement: of many requests at once one writes. */
  private async seenSession(id: string, address: string | null, now: Date): Promise<void> {
    const before = new Date(now.getTime() - seenEveryMs);
    await this.db.system(purpose).session.updateMany({
      where: { id, lastSeenAt: { lt: before } },
      data: { lastSeenAt: now, ...(address !== null && { address }) },
    });
  }

  private async usedKey(id: string, address: string | null, now: Date): Promise<void> {
    const before = new Date(now.getTime() - seenEveryMs);
    await this.db.system(purpose).apiKey.updateMany({
      where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: before } }] },
      data: { lastUsedAt: now, lastUsedAddress: address },
    });
  }
}

function isDue(last: Date | null, now: Date): boolean {
  return last === null || now.getTime() - new Date(last).getTime() >= seenEveryMs;
}
