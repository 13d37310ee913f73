import type { OfflineReason, State } from "./machine.ts";

/** Everything the simulator knows about one instance, its owner and the device it runs on. */
export interface Instance {
  readonly guid: string;
  readonly corpId: string;
  readonly clientToken: string;
  readonly name: string;
  readonly callback?: Callback | undefined;
  readonly state: State;
  readonly reason?: OfflineReason | undefined;
  readonly seq: number;
  /** The device session is good: online, or can be again without a QR code. */
  readonly session: boolean;
  readonly login?: Login | undefined;
  readonly user?: User | undefined;
  readonly device?: string | undefined;
  /** Set while the connection is down. Without `until` it stays so until it is restored by hand. */
  readonly outage?: Outage | undefined;
  readonly settings: Settings;
}

export interface Callback {
  readonly url: string;
  readonly secret: string;
}

/** A log-in under way, from its QR code to its end. Times are milliseconds since 1970. */
export interface Login {
  readonly token: string;
  readonly expiresAt: number;
  readonly scannedBy?: User | undefined;
  readonly code?: string | undefined;
  readonly attemptsLeft?: number | undefined;
}

export interface User {
  readonly userId: string;
  readonly name: string;
  readonly corpId: string;
}

export interface Outage {
  readonly since: number;
  readonly until?: number | undefined;
}

export interface Settings {
  /** Chance may act on it. False: only the phone page and the control interface do. */
  readonly life: boolean;
  /** The next confirmed log-in is on a device WeCom does not know; undefined: chance decides, by hand it is known. */
  readonly newDevice?: boolean | undefined;
  /** Life's owner trusts a new device on the phone; false: the code has to be sent. */
  readonly autoVerify?: boolean | undefined;
}
