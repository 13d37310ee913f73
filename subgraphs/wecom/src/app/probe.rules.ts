import type { ApiOutcome, WecomRefusal } from "../serverApi/outcome.ts";

/** What a look at an application has found. */
export type Finding =
  /** Token good, application there and enabled, our address trusted. */
  | { kind: "well"; appName: string }
  /** WeCom knows us and has no time for this call: the application is alive, its next probe may wait. */
  | { kind: "busy"; reason: string; errcode: number; waitMs: number }
  /** Nothing of it works until a person has acted. */
  | { kind: "refused"; reason: string; errcode: number | null; address: string | null }
  /** No answer that tells. */
  | { kind: "unsure"; reason: string; errcode: number | null };

/** Refusals with words of their own (WeCom path/90313); the others are told by their class. */
const reasons: Readonly<Record<number, string>> = {
  40001: "secret_wrong",
  40013: "corp_id_wrong",
  40056: "agent_unknown",
  41011: "agent_unknown",
  301002: "agent_unknown",
  50003: "app_disabled",
  60020: "ip_not_trusted",
  301042: "ip_not_trusted",
  48002: "app_unauthorised",
  48004: "app_unauthorised",
  48006: "app_unauthorised",
  60011: "app_unauthorised",
  81012: "app_unauthorised",
  301007: "corp_blocked",
};

interface Agent {
  name: string;
  isDisabled: boolean;
}

/** What `agent/get` says of an application (WeCom path/90227). */
export function findingOf(outcome: ApiOutcome<Agent>): Finding {
  switch (outcome.kind) {
    case "accepted":
      return outcome.value.isDisabled
        ? { kind: "refused", reason: "app_disabled", errcode: 50_003, address: null }
        : { kind: "well", appName: outcome.value.name };
    case "unknown":
      return { kind: "unsure", reason: "wecom_unreachable", errcode: null };
    case "refused":
      return refusalFinding(outcome.refusal);
  }
}

export function refusalFinding({
  errcode,
  kind,
  retry,
  fromIp,
}: WecomRefusal): Exclude<Finding, { kind: "well" }> {
  const code = errcode ?? null;
  switch (kind) {
    case "unreachable":
      return { kind: "unsure", reason: "wecom_unreachable", errcode: code };
    case "busy":
      return { kind: "unsure", reason: "wecom_busy", errcode: code };
    case "frequency":
      return {
        kind: "busy",
        reason: "wecom_limit",
        errcode: errcode ?? 0,
        waitMs: retry.kind === "pause" ? retry.pauseMs : 0,
      };
    // Refused again with a token that was fetched a moment ago: revoked as fast as it is given.
    case "token":
      return { kind: "refused", reason: "token_refused", errcode: code, address: null };
    case "account":
    case "recipient":
    case "message": {
      const reason = errcode === undefined ? "api_address_refused" : (reasons[errcode] ?? "wecom_refused");
      // WeCom tells our address with every refusal; only here it is what is wrong.
      const address = reason === "ip_not_trusted" ? (fromIp ?? null) : null;
      return { kind: "refused", reason, errcode: code, address };
    }
  }
}

/** What is kept of a finding: null as a reason means that all was well. */
export interface ProbeRecord {
  reason: string | null;
  /** 0 when all was well, null when WeCom did not answer. */
  errcode: number | null;
  /** Our address as WeCom sees it, where it said so. */
  address: string | null;
}

export function recordOf(finding: Finding): ProbeRecord {
  if (finding.kind === "well") return { reason: null, errcode: 0, address: null };
  const { reason, errcode } = finding;
  return { reason, errcode, address: finding.kind === "refused" ? finding.address : null };
}
