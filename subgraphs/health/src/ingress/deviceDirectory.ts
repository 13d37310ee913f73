import { LRUCache } from "lru-cache";
import type { HealthDatabase } from "../health.database.ts";
import type { DeviceVault } from "../device/device.vault.ts";

/** What has to be known of a device before it is believed. */
export interface KnownDevice {
  id: string;
  tenantId: string;
  serialNumber: string;
  isGateway: boolean;
  isRetired: boolean;
  key: string;
  previousKey: { key: string; until: Date } | null;
}

const purpose = "device-ingress";
const devicesMax = 50_000;
/** Changes drop what is remembered at once; this is for when the event of one does not arrive. */
const keptMs = 30_000;

/** Finds a device by its id among all tenants, as a request comes from who has not said yet whose it is. */
export class DeviceDirectory {
  private readonly known = new LRUCache<string, { device: KnownDevice | null }>({
    max: devicesMax,
    ttl: keptMs,
  });
  private readonly underWay = new Map<string, Promise<KnownDevice | null>>();
  /** Grows with each change, so that what was read before one is not remembered after it. */
  private changes = 0;

  constructor(
    private readonly db: HealthDatabase,
    private readonly vault: DeviceVault,
  ) {}

  async find(id: string): Promise<KnownDevice | null> {
    const known = this.known.get(id);
    if (known) return known.device;
    const looking = this.underWay.get(id) ?? this.look(id);
    return looking;
  }

  forget(id: string): void {
    this.changes += 1;
    this.known.delete(id);
    this.underWay.delete(id);
  }

  /** After events were missed. */
  forgetAll(): void {
    this.changes += 1;
    this.known.clear();
    this.underWay.clear();
  }

  private look(id: string): Promise<KnownDevice | null> {
    const seen = this.changes;
    const looking = this.read(id)
      .then((device) => {
        if (seen === this.changes) this.known.set(id, { device });
        return device;
      })
      .finally(() => {
        if (this.underWay.get(id) === looking) this.underWay.delete(id);
      });
    this.underWay.set(id, looking);
    return looking;
  }

  private async read(id: string): Promise<KnownDevice | null> {
    const row = await this.db.system(purpose).device.findUnique({
      where: { id },
      select: {
        id: true,
        tenantId: true,
        serialNumber: true,
        kind: true,
        retiredAt: true,
        keySealed: true,
        previousKeySealed: true,
        previousKeyUntil: true,
      },
    });
    if (!row) return null;
    const { tenantId, serialNumber, previousKeySealed, previousKeyUntil } = row;
    return {
      id,
      tenantId,
      serialNumber,
      isGateway: row.kind === "GATEWAY",
      isRetired: row.retiredAt !== null,
      key: this.vault.open(id, row.keySealed),
      previousKey:
        previousKeySealed !== null && previousKeyUntil
          ? { key: this.vault.open(id, previousKeySealed), until: previousKeyUntil }
          : null,
    };
  }
}
