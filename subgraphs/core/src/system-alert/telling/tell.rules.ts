import type { AlertRow } from "../alert.row.ts";
import { readiness } from "./group.rules.ts";
import type { PendingChange } from "./group.rules.ts";
import type { Suppression } from "./suppression.rules.ts";

export type Fate =
  | { do: "TELL" }
  /** Stays in its group. */
  | { do: "HOLD"; because: Suppression }
  /** People are not told; `because` is written beside the alert, null where there is nothing to explain. */
  | { do: "DROP"; because: Suppression | null };

const over: Suppression = { kind: "OVER", until: null };

/** What becomes of one change whose group is looked at: the one place where it is decided whether people hear of it. */
export function fateOf(
  change: PendingChange,
  alert: Pick<AlertRow, "state" | "notifiedAt">,
  suppression: Suppression | null,
  quietEnd: Date | null,
  now: Date,
): Fate {
  switch (change.change) {
    case "FIRED": {
      if (alert.state === "RESOLVED") return { do: "DROP", because: alert.notifiedAt ? null : over };
      if (suppression) return { do: "DROP", because: suppression };
      const ready = readiness(change, quietEnd, now);
      if (ready.kind === "READY") return { do: "TELL" };
      return { do: "HOLD", because: { kind: ready.reason, until: ready.until.toISOString() } };
    }
    case "ESCALATED":
      // Somebody took it on meanwhile, or it is over, or it is known why nobody should hear of it.
      return alert.state === "FIRING" && !suppression ? { do: "TELL" } : { do: "DROP", because: suppression };
    case "RESOLVED": {
      if (!alert.notifiedAt || suppression) return { do: "DROP", because: null };
      const ready = readiness(change, quietEnd, now);
      if (ready.kind === "READY") return { do: "TELL" };
      return { do: "HOLD", because: { kind: ready.reason, until: ready.until.toISOString() } };
    }
  }
}
