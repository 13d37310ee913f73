import { AppError } from "@wegraph/kit/errors";
import type { Principal } from "@wegraph/kit/principal";

/** @throws AppError FORBIDDEN for anybody but the gateway itself: what it asks is not part of the public graph. */
export function demandGateway({ kind, id }: Principal): void {
  if (kind !== "SYSTEM" || id !== "gateway")
    throw new AppError("FORBIDDEN", "GATEWAY_ONLY", "Only the gateway asks this.");
}
