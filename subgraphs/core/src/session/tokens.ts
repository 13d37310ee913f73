import type { TenantRow } from "../tenant/tenantRow.ts";
import type { UserRow } from "../user/userRow.ts";
import type { AccessTokens } from "./accessTokens.ts";
import type { RefreshTokens } from "./refreshTokens.ts";
import type { OpenedSession } from "./sessionStore.ts";

/** Everything a client gets for having proved who it is. */
export interface SignedIn {
  accessToken: string;
  accessTokenExpiresAt: Date;
  refreshToken: string;
  refreshTokenExpiresAt: Date;
  tenant: TenantRow;
  user: UserRow;
}

/** Writes both tokens of a session. */
export class Tokens {
  constructor(
    private readonly access: AccessTokens,
    private readonly refresh: RefreshTokens,
  ) {}

  async issue(session: OpenedSession, user: UserRow, tenant: TenantRow): Promise<SignedIn> {
    const { token, expiresAt } = await this.access.issue(
      { userId: user.id, sessionId: session.id, tenantId: tenant.id },
      session.expiresAt,
    );
    return {
      accessToken: token,
      accessTokenExpiresAt: expiresAt,
      refreshToken: this.refresh.write(session.id, session.generation),
      refreshTokenExpiresAt: session.expiresAt,
      tenant,
      user,
    };
  }
}
