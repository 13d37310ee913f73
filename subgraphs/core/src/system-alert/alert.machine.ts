import type { Machine } from "@wegraph/kit/machine";
import type { AlertState } from "./alert.codes.ts";

export type AlertAct = "acknowledge" | "resolve";

/** Acknowledging twice changes nothing; what is over stays over, and the same condition later is another alert. */
export const alertMachine: Machine<AlertState, AlertAct> = {
  FIRING: { acknowledge: "ACKNOWLEDGED", resolve: "RESOLVED" },
  ACKNOWLEDGED: { acknowledge: "ACKNOWLEDGED", resolve: "RESOLVED" },
  RESOLVED: {},
};
