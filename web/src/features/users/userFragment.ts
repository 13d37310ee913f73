import BlockedIcon from "@mui/icons-material/BlockRounded";
import ActiveIcon from "@mui/icons-material/CheckCircleRounded";
import LockedIcon from "@mui/icons-material/LockClockRounded";
import { graphql } from "../../gql/gql.ts";
import type { User_UserFragment } from "../../gql/graphql.ts";
import type { StatusLook } from "../../status/StatusLabel.tsx";

export const userFragment = graphql(`
  fragment User_user on User {
    id
    email
    displayName
    status
    locale
    totpEnabled
    lastSignInAt
    lockedUntil
    createdAt
    roles {
      id
      department
      createdAt
      role {
        id
        key
        name
        builtIn
        dataScope
      }
    }
  }
`);

/** What an administrator sees of a user's state: locked is a matter of time, and shown as of now. */
export type UserStanding = "ACTIVE" | "DISABLED" | "LOCKED";

export const standingLook: Readonly<Record<UserStanding, StatusLook>> = {
  ACTIVE: { tone: "positive", icon: ActiveIcon },
  DISABLED: { tone: "neutral", icon: BlockedIcon },
  LOCKED: { tone: "attention", icon: LockedIcon },
};

export function standingOf(
  user: Pick<User_UserFragment, "status" | "lockedUntil">,
  now: number,
): UserStanding {
  if (user.status === "DISABLED") return "DISABLED";
  return user.lockedUntil && Date.parse(user.lockedUntil) > now ? "LOCKED" : "ACTIVE";
}
