import { randomBytes } from "node:crypto";
import type { SecretBox } from "@wegraph/kit/secrets";

const prefix = "wdk_";
const keyBytes = 32;

/** A new key in the form that devices are given it in: its UTF-8 bytes are the HMAC key. */
export function freshDeviceKey(): string {
  return prefix + randomBytes(keyBytes).toString("base64url");
}

/** Seals what a device signs with. A rotation moves a key from one column to the other, so the place is the row. */
export class DeviceVault {
  constructor(private readonly box: SecretBox) {}

  seal(deviceId: string, key: string): string {
    return this.box.seal(key, place(deviceId));
  }

  open(deviceId: string, sealed: string): string {
    return this.box.open(sealed, place(deviceId));
  }
}

function place(deviceId: string): string {
  return `health_devices|key|${deviceId}`;
}
