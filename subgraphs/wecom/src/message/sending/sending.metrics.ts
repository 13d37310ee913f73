import type { Metrics } from "@wegraph/kit/metrics";
import type { SendOutcome } from "./sender.ts";

/** What the outside sees of sending. */
export class SendingMetrics {
  private readonly outcomes;

  constructor(metrics: Metrics) {
    this.outcomes = metrics.counter(
      "message_handovers_total",
      "Messages handed to WeCom, by outcome and, where refused, by code.",
      ["outcome", "code"],
    );
  }

  sent(outcome: SendOutcome): void {
    this.outcomes.inc({ outcome: outcome.kind, code: outcome.kind === "ACCEPTED" ? "" : outcome.code });
  }
}
