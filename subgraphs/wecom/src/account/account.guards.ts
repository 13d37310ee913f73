import type { Circumstances, EventFacts, Snapshot } from "./account.facts.ts";
import type { GuardName } from "./account.machine.ts";

interface Guard {
  holds(snapshot: Snapshot, facts: EventFacts, circumstances: Circumstances): boolean;
  /** Why not, for the person who is refused. */
  refusal: string;
}

export const guards: Readonly<Record<GuardName, Guard>> = {
  noRefreshUnderWay: {
    holds: ({ drive }) => drive.command !== "REFRESH_QR",
    refusal: "A new QR code is already on its way.",
  },
  codeAttemptsLeft: {
    holds: ({ login }) => login !== null && login.code === null && login.attemptsLeft !== 0,
    refusal: "A code is being checked, or no attempt is left.",
  },
  recoveryAllowed: {
    // A provider that has the account online again by itself is believed whatever was tried before.
    holds: ({ account }, { byPerson, observed }, { timings }) =>
      byPerson ||
      observed?.state === "online" ||
      (account.autoRecover && account.recoveryAttempts < timings.recovery.attemptsMax),
    refusal: "The attempts of this outage are used up.",
  },
};
