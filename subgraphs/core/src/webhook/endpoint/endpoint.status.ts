export const endpointStatuses = ["ENABLED", "DISABLED"] as const;
export type EndpointStatus = (typeof endpointStatuses)[number];

/** BY_USER: somebody did. FAILING: no success for days. GONE: the receiver answered 410. */
export const disabledReasons = ["BY_USER", "FAILING", "GONE"] as const;
export type DisabledReason = (typeof disabledReasons)[number];
