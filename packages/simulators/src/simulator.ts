import { type Logger, pino } from "pino";
import { Fleets } from "./devices/fleets.ts";
import { fleetRoutes } from "./devices/fleet.routes.ts";
import { json, type Route } from "./http/answer.ts";
import { listen } from "./http/httpServer.ts";
import { CallbackSender } from "./instance/callback.sender.ts";
import { controlRoutes } from "./instance/control.routes.ts";
import { CorpDirectory } from "./instance/corps.ts";
import { Faults } from "./instance/faults.ts";
import { Life } from "./instance/life.ts";
import { Owner } from "./instance/owner.ts";
import { protocolRoutes } from "./instance/protocol.routes.ts";
import { ProtocolService } from "./instance/protocol.service.ts";
import { InstanceRegistry } from "./instance/registry.ts";
import { Snapshot } from "./instance/snapshot.ts";
import { InstanceView } from "./instance/view.ts";
import { phoneRoutes } from "./phone/phone.routes.ts";
import { QrImages } from "./qrImage.ts";
import { Receivers } from "./receivers/receivers.ts";
import { startMailServer } from "./smtp/mailServer.ts";
import { WecomApi } from "./wecomApi/wecomApi.ts";

const tickMs = 250;
const saveEveryMs = 1_000;

export interface SimulatorOptions {
  /** Silent without one. */
  readonly log?: Logger;
  readonly secret: string;
  readonly seed: string;
  readonly life: boolean;
  readonly host?: string;
  /** 0 for any that is free. */
  readonly port?: number;
  /** Of the mail server; 0 for any that is free. */
  readonly smtpPort?: number;
  readonly publicUrl?: string | undefined;
  readonly dataFile?: string | undefined;
  readonly now?: () => number;
}

export interface Simulator {
  readonly url: string;
  readonly smtpUrl: string;
  close(): Promise<void>;
}

/** The parts list of the simulator; tests start it in their own process with this. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { log = pino({ level: "silent" }), secret, seed, now = Date.now, host = "127.0.0.1" } = options;
  let publicUrl = options.publicUrl?.replace(/\/+$/, "") ?? "";
  const corps = new CorpDirectory({ corpId: "wwsimulator", name: "Simulator", secret });
  const wecomApi = new WecomApi({ seed, corpId: corps.fallback.corpId, secret, now, log });
  const receivers = new Receivers(now, log);
  const registry = new InstanceRegistry(now);
  const owner = new Owner(registry);
  const faults = new Faults(seed, now);
  const life = new Life(seed, registry, owner, options.life);
  const view = new InstanceView(new QrImages(), () => publicUrl);
  const service = new ProtocolService(registry, owner);
  const snapshot =
    options.dataFile === undefined
      ? undefined
      : new Snapshot(options.dataFile, registry, corps, wecomApi.corps);
  await snapshot?.load();
  const fleetFile = options.dataFile === undefined ? undefined : `${options.dataFile}.devices`;
  const fleets = new Fleets({ seed, file: fleetFile, isAlive: options.life, now, log });
  await fleets.load();

  const sender = new CallbackSender(view, faults, log, now);
  registry.onChange((instance, event) => {
    log.debug({ guid: instance.guid, event, seq: instance.seq }, "instance changed");
    sender.announce(instance, event);
  });

  const health: Route = {
    method: "GET",
    path: "/healthz",
    handle: () => json(200, { status: "ok", instances: registry.size, life: life.isOn }),
  };
  const routes = [
    health,
    ...protocolRoutes({ corps, faults, service, view, now }),
    ...controlRoutes({ corps, faults, life, owner, registry, view }),
    ...phoneRoutes({ registry, owner, life }),
    ...wecomApi.routes,
    ...receivers.routes,
    ...fleetRoutes(fleets),
  ];
  const server = await listen(routes, {
    host,
    port: options.port ?? 0,
    log,
    mounts: [wecomApi.mount, receivers.mount],
  });
  const url = `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${server.port}`;
  publicUrl ||= url;
  const { arrivals, faults: mailFaults } = receivers;
  const mail = await startMailServer({
    host,
    port: options.smtpPort ?? 0,
    arrivals,
    faults: mailFaults,
    log,
  });

  const ticking = setInterval(() => {
    registry.sweep();
    life.tick();
  }, tickMs);
  const saving = setInterval(() => {
    snapshot?.save().catch((cause: unknown) => log.error({ err: cause }, "snapshot not written"));
  }, saveEveryMs);

  return {
    url,
    smtpUrl: `smtp://${new URL(url).hostname}:${mail.port}`,
    close: async () => {
      clearInterval(ticking);
      clearInterval(saving);
      await fleets.stop();
      await server.close();
      await mail.close();
      await sender.close();
      await wecomApi.close();
      await snapshot?.close();
    },
  };
}
