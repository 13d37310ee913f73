import type { AccountConnector } from "../account/account.machine.ts";
import type { StepContext, StepResult } from "./step.ts";

/**
 * The port between the driver and what stands behind an account. The driver knows claims, states and transitions; a
 * connector knows what to ask of its side when an account in some state is due, and what the answer means.
 */
export interface Connector {
  /** Who is recorded as having caused what its side reports. */
  readonly provider: { readonly id: string; readonly name: string };
  /** One step of one account. Throws only for a bug, or when the claim is lost. */
  step(context: StepContext): Promise<StepResult>;
}

/** One for each kind of account: the only place where they are told apart. */
export type Connectors = Readonly<Record<AccountConnector, Connector>>;
