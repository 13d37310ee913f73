import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";

/** The gateway itself, asking about identities. It belongs to no tenant and has no rights. */
export const gatewayPrincipal: Principal = { ...anonymous, id: "gateway", name: "gateway" };
