import type { VitalCode } from "../../vital/vital.codes.ts";
import type { Withdrawals } from "../withdrawals.ts";
import type { Identifiers } from "./identifiers.ts";
import { problem } from "./outcome.ts";
import type { ObservationResult } from "./outcome.ts";

/** A withdrawal whose device may say so. */
export interface StatedWithdrawal {
  serialNumber: string;
  /** Of its identifiers. */
  keys: string[];
  codes: VitalCode[];
  at: Date | null;
  path: string;
}

/**
 * Withdraws observations that were stored: by identifier, and where they have none by device, code and time. One that comes
 * before its observation is kept in mind, and the observation is not stored when it comes.
 */
export class WithdrawalDesk {
  constructor(
    private readonly identifiers: Identifiers,
    private readonly withdrawals: Withdrawals,
  ) {}

  /** Null where it can be done; to be asked before anything of a transaction is. */
  async refusal(tenantId: string, stated: StatedWithdrawal): Promise<ObservationResult | null> {
    const { keys, serialNumber, codes, at, path } = stated;
    if (keys.length > 0) return null;
    const text = "needs an identifier, or the code and the time of what was stored";
    if (codes.length === 0 || !at) return { is: "REFUSED", issues: [problem("required", text, path)] };
    const place = await this.withdrawals.find(tenantId, { serialNumber, codes, at });
    return place
      ? null
      : { is: "REFUSED", issues: [problem("not-found", "nothing like it is stored", path)] };
  }

  async take(tenantId: string, stated: StatedWithdrawal): Promise<ObservationResult> {
    const { keys, serialNumber, codes, at } = stated;
    const refusal = await this.refusal(tenantId, stated);
    if (refusal) return refusal;
    const known = [...(await this.identifiers.known(tenantId, keys)).values()];
    const places = known.flatMap(({ place }) => place ?? []);
    // Without a name, or with one from before places were kept.
    if (places.length === 0 && known.length === keys.length && codes.length > 0 && at) {
      const place = await this.withdrawals.find(tenantId, { serialNumber, codes, at });
      if (place) places.push(place);
    }
    const done = [];
    for (const place of places) done.push(await this.withdrawals.withdraw(tenantId, place));
    if (keys.length > 0) await this.identifiers.withdraw(tenantId, keys);
    if (done.includes("WITHDRAWN")) return { is: "WITHDRAWN" };
    const isRepeated = done.includes("WITHDRAWN_BEFORE") || known.some(({ isWithdrawn }) => isWithdrawn);
    return { is: isRepeated ? "WITHDRAWN_BEFORE" : "NOTED" };
  }
}
