import { fetch } from "undici";

/** Read by Hive Gateway: the same gateway with another HTTP client, and without what it logs and marks by default. */
export const gatewayConfig = { fetchAPI: { fetch }, logging: false, requestId: false };
