import type { Permission } from "@wegraph/kit/principal";
import type { Tx } from "../database.ts";
import type { Bilingual, NoticeKind } from "./notice.kinds.ts";

export const severities = ["CRITICAL", "WARNING", "INFO"] as const;
export type Severity = (typeof severities)[number];

/** Something people are to know. */
export interface Notice {
  tenantId: string;
  kind: NoticeKind;
  severity: Severity;
  title: Bilingual;
  /** Plain text; what, since when, the current value. Line breaks are kept. */
  body: Bilingual;
  /** Of the console, "/alerts/…"; null: there is no page to go to. */
  path: string | null;
  /** What it is about: { type: "alert", id }. */
  subject: { type: string; id: string };
  /** Who has it in their notifications and gets it personally; none of the two given: every member of the tenant. */
  audience: { permission?: Permission; userIds?: readonly string[] };
  /** By severity: critical to all channels, warning to WeCom and e-mail, info to WeCom; in-app always. */
  channels: "BY_SEVERITY" | "IN_APP";
  /** One notice for it in the tenant, whoever posts it how often. */
  dedupeKey: string;
}

export interface Notices {
  /**
   * In the caller's transaction, of the tenant or the system's: the notice exists exactly when the change does. Returns
   * its id, of the first one when the key was used before.
   */
  post(tx: Tx, notice: Notice): Promise<string>;
}
