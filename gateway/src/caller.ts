import type { Principal } from "@wegraph/kit/principal";

/** Who a request is from, as far as the gateway has established it. */
export interface Caller {
  readonly principal: Principal;
  readonly correlationId: string;
  /** The network address, with trusted proxies taken off. */
  readonly address: string;
}
