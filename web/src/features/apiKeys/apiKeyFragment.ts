import RevokedIcon from "@mui/icons-material/BlockRounded";
import ActiveIcon from "@mui/icons-material/CheckCircleRounded";
import ExpiredIcon from "@mui/icons-material/EventBusyRounded";
import OverlapIcon from "@mui/icons-material/SwapHorizRounded";
import { graphql } from "../../gql/gql.ts";
import type { ApiKey_KeyFragment } from "../../gql/graphql.ts";
import type { StatusLook } from "../../status/StatusLabel.tsx";

export const apiKeyFragment = graphql(`
  fragment ApiKey_key on ApiKey {
    id
    name
    prefix
    lastFour
    scopes
    allowedAddresses
    rateLimitPerMinute
    createdAt
    expiresAt
    lastUsedAt
    lastUsedAddress
    revokedAt
    overlapUntil
    rotatedTo {
      id
    }
    createdBy {
      id
      displayName
    }
  }
`);

export type KeyStanding = "active" | "expired" | "revoked" | "overlap";

export const keyLook: Readonly<Record<KeyStanding, StatusLook>> = {
  active: { tone: "positive", icon: ActiveIcon },
  expired: { tone: "neutral", icon: ExpiredIcon },
  revoked: { tone: "neutral", icon: RevokedIcon },
  overlap: { tone: "attention", icon: OverlapIcon },
};

/** Whether a key works now. A replaced one does until its overlap ends. */
export function standingOf(
  key: Pick<ApiKey_KeyFragment, "revokedAt" | "expiresAt" | "overlapUntil" | "rotatedTo">,
  now: number,
): KeyStanding {
  const past = (at: string | null) => at !== null && Date.parse(at) <= now;
  if (past(key.revokedAt)) return "revoked";
  if (past(key.expiresAt)) return "expired";
  if (key.rotatedTo && key.overlapUntil) return past(key.overlapUntil) ? "revoked" : "overlap";
  return "active";
}
