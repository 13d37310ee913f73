export const importOutcomes = ["REGISTERED", "READY", "EXISTS", "REPEATED", "REFUSED"] as const;
export type ImportOutcome = (typeof importOutcomes)[number];

export const importFaults = ["MISSING", "TOO_LONG", "MALFORMED", "TAKEN", "QUOTA_USED_UP"] as const;
export type ImportFault = (typeof importFaults)[number];

/** Rows of one request; larger files come in pieces. */
export const rowsMax = 500;
