/** What a device is. A GATEWAY measures nothing itself: it speaks for other devices of its tenant. */
export const deviceKinds = [
  "BLOOD_PRESSURE_METER",
  "GLUCOSE_METER",
  "THERMOMETER",
  "OXIMETER",
  "SCALE",
  "WRISTBAND",
  "MONITOR",
  "GATEWAY",
] as const;
export type DeviceKind = (typeof deviceKinds)[number];

/** The database's check constraint has the same. */
export const connections = ["NEVER_SEEN", "ONLINE", "OFFLINE"] as const;
export type Connection = (typeof connections)[number];

export const deviceChanges = [
  "REGISTERED",
  "CHANGED",
  "KEY_ROTATED",
  "BOUND",
  "UNBOUND",
  "RETIRED",
  "RESTORED",
  "STATUS",
] as const;
export type DeviceChange = (typeof deviceChanges)[number];

export const deviceLogKinds = [
  "REGISTERED",
  "CHANGED",
  "KEY_ROTATED",
  "BOUND",
  "UNBOUND",
  "RETIRED",
  "RESTORED",
  "ONLINE",
  "OFFLINE",
  "BATTERY_LOW",
  "FIRMWARE_CHANGED",
  "CLOCK_CORRECTED",
  /** Requests, or readings in them, that were turned away: one entry for a reason and ten seconds, with how many. */
  "REFUSED",
] as const;
export type DeviceLogKind = (typeof deviceLogKinds)[number];

/** At and below it a battery is low, in percent. */
export const batteryLow = 15;
