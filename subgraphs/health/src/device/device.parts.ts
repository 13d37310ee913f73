import type { EventFeed } from "@wegraph/kit/feed";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { ReferenceResolver } from "@wegraph/kit/schema";
import type { Runtime } from "@wegraph/kit/runtime";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import type { Timeline } from "../record/timeline.ts";
import type { VitalIntake } from "../vital/reading.ts";
import type { VitalRetraction } from "../vital/vital.retraction.ts";
import { BindingService } from "./binding.service.ts";
import { DeviceReader } from "./device.reader.ts";
import { DeviceResolver } from "./device.resolver.ts";
import { DeviceService } from "./device.service.ts";
import { DeviceVault } from "./device.vault.ts";
import { deviceEventResolver } from "./deviceEvent.resolver.ts";
import { DeviceBindingResolver, DeviceFieldResolver } from "./deviceField.resolver.ts";
import { DeviceLogReader } from "./deviceLog.reader.ts";
import { Contacts } from "../ingress/contacts.ts";
import { DeviceIngress } from "../ingress/device.ingress.ts";
import { DeviceDirectory } from "../ingress/deviceDirectory.ts";
import { DeviceWatch } from "../ingress/deviceWatch.ts";
import { Doorkeeper } from "../ingress/doorkeeper.ts";
import { FhirDoor } from "../ingress/fhir/fhir.door.ts";
import { Identifiers } from "../ingress/fhir/identifiers.ts";
import { WithdrawalDesk } from "../ingress/fhir/withdrawal.desk.ts";
import { Nonces } from "../ingress/nonces.ts";
import { Pace } from "../ingress/pace.ts";
import { ReadingDesk } from "../ingress/reading.desk.ts";
import { Refusals } from "../ingress/refusals.ts";
import { Skews } from "../ingress/skews.ts";
import { Standings } from "../ingress/standings.ts";
import { Strangers } from "../ingress/strangers.ts";
import { Withdrawals } from "../ingress/withdrawals.ts";
import { OfflineCheck } from "./offline.check.ts";

interface Given {
  db: HealthDatabase;
  runtime: Pick<Runtime, "secrets" | "redis" | "metrics" | "clock" | "log" | "bus">;
  access: PatientAccess;
  timeline: Timeline;
  intake: VitalIntake;
  retraction: VitalRetraction;
  settings: LiveSettings;
}

export type DeviceParts = ReturnType<typeof assembleDevices>;

/** Everything about devices: what is made of what. */
export function assembleDevices({ db, runtime, access, timeline, intake, retraction, settings }: Given) {
  const { secrets, redis, metrics, clock, log, bus } = runtime;
  const vault = new DeviceVault(secrets);
  const bindings = new BindingService({ db, access, timeline, clock });
  const contacts = new Contacts(db, log);
  const refusals = new Refusals(db, clock, log);
  const directory = new DeviceDirectory(db, vault);
  const doorkeeper = new Doorkeeper({
    directory,
    nonces: new Nonces(redis),
    pace: new Pace(),
    strangers: new Strangers(),
    refusals,
    settings,
    clock,
  });
  const desk = new ReadingDesk({
    standings: new Standings(db),
    skews: new Skews(),
    contacts,
    refusals,
    intake,
  });
  const identifiers = new Identifiers(db);
  const withdrawals = new Withdrawals(db, retraction, clock);
  const fhir = new FhirDoor(
    desk,
    directory,
    identifiers,
    withdrawals,
    new WithdrawalDesk(identifiers, withdrawals),
  );
  const watch = new DeviceWatch(bus.feed, directory, log);
  return {
    reader: new DeviceReader(db, access),
    logReader: new DeviceLogReader(db),
    service: new DeviceService({ db, vault, bindings, clock }),
    bindings,
    directory,
    contacts,
    refusals,
    offlineCheck: new OfflineCheck(db, settings, clock),
    ingress: new DeviceIngress(doorkeeper, desk, fhir, metrics),
    start() {
      watch.start();
      contacts.start();
      refusals.start();
    },
    async stop() {
      await watch.stop();
      await contacts.stop();
      await refusals.stop();
    },
  };
}

export function deviceResolvers(
  { reader, logReader, service, bindings }: DeviceParts,
  feed: EventFeed,
): object[] {
  return [
    new DeviceResolver(reader, service, bindings),
    new DeviceFieldResolver(reader, logReader),
    new DeviceBindingResolver(reader),
    deviceEventResolver(feed, reader),
  ];
}

export function deviceReferences({ reader }: DeviceParts): Record<string, ReferenceResolver> {
  return {
    HealthDevice: { requires: "health-device:read", load: (id, context) => reader.find(context, id) },
  };
}
