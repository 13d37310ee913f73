import type { LiveSettings } from "@wegraph/kit/liveSettings";
import { isUuid } from "@wegraph/kit/validate";
import type { WebhookRequest } from "@wegraph/kit/webhook";
import { requestsPerMinute } from "../device/device.settings.ts";
import { freshDeviceKey } from "../device/device.vault.ts";
import type { DeviceDirectory, KnownDevice } from "./deviceDirectory.ts";
import type { Nonces } from "./nonces.ts";
import type { Pace } from "./pace.ts";
import type { Refusals } from "./refusals.ts";
import { isSigned, readMark } from "./signature.ts";
import type { Strangers } from "./strangers.ts";

export interface DoorkeeperParts {
  directory: DeviceDirectory;
  nonces: Nonces;
  pace: Pace;
  strangers: Strangers;
  refusals: Refusals;
  settings: LiveSettings;
  clock: () => Date;
}

/** How far the time a request was signed at may be from ours. */
const windowMs = 10 * 60_000;
const gatewayFactor = 10;

export interface Admitted {
  ok: true;
  device: KnownDevice;
  /** By the sender's clock. */
  signedAt: Date;
  arrivedAt: Date;
}

export interface TurnedAway {
  ok: false;
  status: 401 | 403 | 409 | 429;
  error: "UNAUTHENTICATED" | "DEVICE_RETIRED" | "NONCE_REUSED" | "RATE_LIMITED";
  retryAfterMs?: number;
}

const unauthenticated: TurnedAway = { ok: false, status: 401, error: "UNAUTHENTICATED" };

/**
 * Lets a request in that a device of ours signed, once, now. Whoever has no key learns nothing: a device that is not there, a
 * wrong signature and a wrong time are one answer, after the same computation.
 */
export class Doorkeeper {
  /** Nobody knows it: what is checked against it is refused as late as a real signature would be. */
  private readonly nobody = freshDeviceKey();

  constructor(private readonly parts: DoorkeeperParts) {}

  async admit({ headers, rawBody, address }: WebhookRequest): Promise<Admitted | TurnedAway> {
    const { directory, strangers, refusals, nonces, clock } = this.parts;
    const mark = readMark(headers);
    const deviceId = mark && isUuid(mark.deviceId) ? mark.deviceId.toLowerCase() : "";
    if (!strangers.allows(address, deviceId)) return { ok: false, status: 429, error: "RATE_LIMITED" };
    const device = deviceId === "" ? null : await directory.find(deviceId);
    const arrivedAt = clock();
    if (!mark || !isSigned(this.keysOf(device, arrivedAt), mark, rawBody) || !device) {
      strangers.refused(address, deviceId);
      if (device) refusals.add(ofDevice(device), "SIGNATURE");
      return unauthenticated;
    }
    const signedAt = new Date(Number(mark.timestamp) * 1_000);
    if (Math.abs(signedAt.getTime() - arrivedAt.getTime()) > windowMs) {
      strangers.refused(address, deviceId);
      refusals.add(ofDevice(device), "TIMESTAMP");
      return unauthenticated;
    }
    strangers.accepted(address, deviceId);
    if (device.isRetired) return this.turnAway(device, { ok: false, status: 403, error: "DEVICE_RETIRED" });
    const waitMs = this.waitMs(device);
    if (waitMs > 0)
      return this.turnAway(device, { ok: false, status: 429, error: "RATE_LIMITED", retryAfterMs: waitMs });
    if (!(await nonces.use(deviceId, mark.nonce)))
      return this.turnAway(device, { ok: false, status: 409, error: "NONCE_REUSED" });
    return { ok: true, device, signedAt, arrivedAt };
  }

  private keysOf(device: KnownDevice | null, now: Date): string[] {
    if (!device) return [this.nobody];
    const { key, previousKey } = device;
    return previousKey && previousKey.until > now ? [key, previousKey.key] : [key];
  }

  private waitMs({ id, tenantId, isGateway }: KnownDevice): number {
    const perMinute = this.parts.settings.get(requestsPerMinute, tenantId);
    return this.parts.pace.take(id, isGateway ? perMinute * gatewayFactor : perMinute);
  }

  private turnAway(device: KnownDevice, refusal: TurnedAway): TurnedAway {
    this.parts.refusals.add(ofDevice(device), refusal.error);
    return refusal;
  }
}

function ofDevice({ id, tenantId }: KnownDevice): { tenantId: string; deviceId: string } {
  return { tenantId, deviceId: id };
}
