import type { Logger } from "@wegraph/kit/log";
import { systemOrigin } from "@wegraph/kit/outbox";
import { Repeating } from "@wegraph/kit/repeating";
import { lenient } from "../health.database.ts";
import type { HealthDatabase, Tx } from "../health.database.ts";
import { announceDevices } from "../device/device.announce.ts";
import { logDevices } from "../device/device.logs.ts";
import { deviceColumns, deviceOf } from "../device/device.row.ts";
import { decideContact } from "./contact.decision.ts";
import type { Contact, ContactChange } from "./contact.decision.ts";

const purpose = "device-contacts";
const everyMs = 1_000;
const setMax = 500;

/**
 * What devices said of themselves, written down once a second for all: a request does not wait for it, and what a dying
 * process still had is said again with the next request.
 */
export class Contacts {
  private waiting = new Map<string, Contact>();
  private readonly repeating;

  constructor(
    private readonly db: HealthDatabase,
    log: Logger,
  ) {
    this.repeating = new Repeating({
      work: () => this.flush(),
      everyMs,
      complaint: "contacts of devices not written",
      log,
    });
  }

  start(): void {
    this.repeating.start();
  }

  async stop(): Promise<void> {
    await this.repeating.stop();
    await this.flush();
  }

  note(deviceId: string, contact: Contact): void {
    const known = this.waiting.get(deviceId);
    this.waiting.set(deviceId, {
      ...contact,
      battery: contact.battery ?? known?.battery ?? null,
      firmware: contact.firmware ?? known?.firmware ?? null,
    });
  }

  async flush(): Promise<void> {
    while (this.waiting.size > 0) {
      const set = [...this.waiting].slice(0, setMax);
      for (const [id, contact] of set) if (this.waiting.get(id) === contact) this.waiting.delete(id);
      await this.db.system(purpose).$transaction((tx) => write(tx, new Map(set)), lenient);
    }
  }
}

async function write(tx: Tx, contacts: ReadonlyMap<string, Contact>): Promise<void> {
  const ids = [...contacts.keys()];
  // Locked in one order by all: the offline check, and people who change devices, write the same rows.
  await tx.$executeRaw`SELECT 1 FROM health_devices WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  const rows = await tx.device.findMany({ where: { id: { in: ids } }, select: deviceColumns });
  const changes = rows.map(deviceOf).flatMap((device) => {
    const contact = contacts.get(device.id);
    const change = contact && decideContact(device, contact);
    return contact && change ? [{ device, contact, change }] : [];
  });
  if (changes.length === 0) return;
  await update(tx, changes);
  const at = new Date();
  await logDevices(
    tx,
    changes.flatMap(({ device: { id: deviceId, tenantId }, change }) =>
      change.logs.map((entry) => ({ tenantId, deviceId, at, ...entry })),
    ),
  );
  await announceDevices(
    tx,
    changes.flatMap(({ device: { id: deviceId, tenantId }, change }) =>
      change.isTold ? [{ deviceId, change: "STATUS" as const, origin: systemOrigin(purpose, tenantId) }] : [],
    ),
  );
}

interface Known {
  device: { id: string };
  contact: Contact;
  change: ContactChange;
}

async function update(tx: Tx, changes: readonly Known[]): Promise<void> {
  const written = changes.map(({ device, contact, change }) => ({
    id: device.id,
    at: contact.at.toISOString(),
    address: contact.address,
    battery: change.battery,
    firmware: change.firmware,
    skew: Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, change.skewMs)),
    has_come: change.hasCome,
    is_skew_new: change.logs.some(({ kind }) => kind === "CLOCK_CORRECTED"),
  }));
  await tx.$executeRaw`
    UPDATE health_devices d SET last_contact_at = greatest(d.last_contact_at, c.at), last_address = c.address,
      battery = c.battery, firmware = c.firmware, skew_ms = c.skew,
      skew_at = CASE WHEN c.is_skew_new THEN c.at ELSE d.skew_at END, connection = 'ONLINE',
      connection_since = CASE WHEN c.has_come THEN c.at ELSE d.connection_since END
    FROM jsonb_to_recordset(${JSON.stringify(written)}::jsonb) AS c (id uuid, at timestamptz, address text,
      battery smallint, firmware text, skew integer, has_come boolean, is_skew_new boolean)
    WHERE d.id = c.id`;
}
