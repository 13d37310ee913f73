import type { Prisma } from "@wegraph/db-wecom/client";
import type { Refused, Unknown } from "../../serverApi/outcome.ts";
import type { Tx } from "../../wecom.database.ts";
import type { ContactApp } from "../contact.apps.ts";
import type { WritePlace } from "../contact.store.ts";
import type { CallTrouble, SyncCursor, SyncFailure, SyncPhase } from "./sync.rules.ts";

export type RunRow = Prisma.ContactSyncRunGetPayload<object>;

/** What a step adds to a run's counts. */
export type Counts = Partial<
  Record<
    | "membersDone"
    | "contactsRead"
    | "contactsNew"
    | "contactsChanged"
    | "contactsRemoved"
    | "groupsDone"
    | "groupsNew"
    | "groupsChanged"
    | "groupsRemoved"
    | "failed",
    number
  >
>;

/** One step: what to write, and where the run stands once that is written. Both happen, or neither. */
export interface Step {
  write?: (tx: Tx, place: WritePlace) => Promise<Counts>;
  counts?: Counts;
  totals?: { membersTotal?: number; groupsTotal?: number };
  failures?: readonly SyncFailure[];
  phase?: SyncPhase;
  cursor: SyncCursor;
}

export interface StepContext {
  run: RunRow;
  cursor: SyncCursor;
  app: ContactApp;
}

/** A call came to nothing, and the step with it. */
export class CallFailed extends Error {
  override readonly name = "CallFailed";

  constructor(readonly trouble: CallTrouble) {
    super(`call failed: ${trouble.errcode ?? "no answer"}`);
  }
}

export function troubleOf(outcome: Refused | Unknown): CallTrouble {
  // All a sync does is read, so an answer that was lost is asked for again.
  if (outcome.kind === "unknown") return { errcode: undefined, retry: "soon", isAccounts: false };
  const { errcode, kind, retry } = outcome.refusal;
  // 60011 is about one member or department, whatever else the application may see.
  const common = { errcode, isAccounts: kind === "account" && errcode !== 60_011 };
  if (retry.kind === "pause") return { ...common, retry: "pause", pauseMs: retry.pauseMs };
  return { ...common, retry: retry.kind === "never" ? "never" : "soon" };
}
