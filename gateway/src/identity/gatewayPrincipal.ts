import type { Principal } from "@wegraph/kit/principal";

/** The gateway itself, asking about identities. It belongs to no tenant and has no rights. */
export const gatewayPrincipal: Principal = {
  kind: "SYSTEM",
  id: "gateway",
  name: "gateway",
  tenantId: "",
  isPlatform: false,
  sessionId: null,
  department: null,
  address: null,
  grants: [],
  rateLimitPerMinute: null,
};
