import { Body } from "./body.ts";
import { DeviceSender } from "./deviceSender.ts";
import type { Episode } from "./episode.ts";
import type { FleetPlan } from "./fleet.rules.ts";
import { SimulatedDevice } from "./simulatedDevice.ts";
import type { DeviceMessage } from "./simulatedDevice.ts";

const connections = 4;
const tickMs = 250;
/** A device that cannot reach the platform keeps so many messages, and gives up the oldest. */
const keptMax = 100;

interface Run {
  sender: DeviceSender;
  bodies: Map<string, Body>;
  devices: SimulatedDevice[];
}

/** Statuses that coming again would not change. */
const isFinal = (status: number) => status < 500 && status !== 429;

/** Devices on people, day and night. */
export class Fleet {
  private run: Run | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly unsent = new Map<string, DeviceMessage[]>();
  private readonly sending = new Set<string>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly counts = { sent: 0, refused: 0, failed: 0 };

  constructor(
    private readonly seed: string,
    private readonly plan: FleetPlan,
    private readonly now: () => number,
  ) {}

  start(): void {
    const { plan } = this;
    const bodies = new Map<string, Body>();
    const startsMs = this.now();
    const devices = plan.people.flatMap(({ devices: worn, name, episodeKinds, ...person }) => {
      const { offsetHours } = plan;
      const body = new Body({
        ...person,
        name,
        offsetHours,
        seed: this.seed,
        ...(episodeKinds && { episodeKinds }),
      });
      bodies.set(name, body);
      return worn.map(
        ({ clockAheadMs, dropOut, duplicate, shuffled, ...facts }) =>
          new SimulatedDevice(
            facts,
            body,
            { clockAheadMs, dropOut, duplicate, shuffled },
            this.seed,
            startsMs,
          ),
      );
    });
    this.run = { bodies, devices, sender: new DeviceSender(plan.url, connections) };
    this.tick(this.run);
  }

  /** Something goes wrong with a person. False where there is no such person. */
  strike(person: string, episode: Omit<Episode, "startsMs">): boolean {
    const body = this.run?.bodies.get(person);
    body?.suffer({ ...episode, startsMs: this.now() });
    return body !== undefined;
  }

  view(): object {
    const { people } = this.plan;
    const devices = people.reduce((count, person) => count + person.devices.length, 0);
    return { people: people.length, devices, isRunning: this.run !== undefined, ...this.counts };
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    const { run } = this;
    this.run = undefined;
    await Promise.all(this.underWay);
    await run?.sender.close();
  }

  private tick(run: Run): void {
    if (this.run !== run) return;
    const nowMs = this.now();
    for (const device of run.devices) {
      const messages = device.measure(nowMs);
      if (messages.length > 0) this.enqueue(run, device, messages);
    }
    this.timer = setTimeout(() => this.tick(run), tickMs).unref();
  }

  private enqueue(run: Run, device: SimulatedDevice, messages: readonly DeviceMessage[]): void {
    const { deviceId } = device.facts;
    const line = this.unsent.get(deviceId) ?? [];
    line.push(...messages);
    line.splice(0, line.length - keptMax);
    this.unsent.set(deviceId, line);
    if (this.sending.has(deviceId)) return;
    this.sending.add(deviceId);
    const work = this.drain(run, device).finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  /** One after the other, as one device sends. What the platform cannot take now waits for the next measurement. */
  private async drain(run: Run, device: SimulatedDevice): Promise<void> {
    const { deviceId } = device.facts;
    const line = this.unsent.get(deviceId) ?? [];
    while (line.length > 0 && this.run === run) {
      const [message] = line;
      if (!message) break;
      const answer = await run.sender.send(device.facts, message).catch(() => undefined);
      if (!answer || !isFinal(answer.status)) {
        this.counts.failed += 1;
        break;
      }
      line.shift();
      if (answer.status === 202) this.counts.sent += 1;
      else this.counts.refused += 1;
    }
    this.sending.delete(deviceId);
  }
}
