import type { Metrics } from "@wegraph/kit/metrics";
import type { ProviderCall } from "../provider/instance.provider.ts";

/** What can be watched of the account driver. */
export class DriverMetrics {
  readonly stepSeconds;
  readonly claimsTaken;
  readonly claimsLost;
  readonly inFlight;
  private readonly providerSeconds;

  constructor(metrics: Metrics) {
    this.stepSeconds = metrics.histogram(
      "wecom_driver_step_seconds",
      "Duration of one step of one account.",
      ["status"],
    );
    this.claimsTaken = metrics.counter("wecom_driver_claims_total", "Accounts taken by this worker.");
    this.claimsLost = metrics.counter(
      "wecom_driver_claims_lost_total",
      "Accounts another worker had to take over.",
    );
    this.inFlight = metrics.gauge("wecom_driver_in_flight", "Accounts this worker is at work on.");
    this.providerSeconds = metrics.histogram("wecom_provider_call_seconds", "Calls to providers.", [
      "operation",
      "outcome",
    ]);
  }

  readonly onCall = ({ operation, outcome, durationMs }: ProviderCall): void => {
    this.providerSeconds.observe({ operation, outcome }, durationMs / 1_000);
  };
}
