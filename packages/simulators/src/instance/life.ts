import { z } from "zod";
import { type Random, randomOf } from "../random.ts";
import type { Instance, Login } from "./instance.ts";
import type { Owner } from "./owner.ts";
import type { InstanceRegistry } from "./registry.ts";

const rate = z.number().min(0).max(3_600);
const share = z.number().min(0).max(1);

/**
 * How people and networks behave when chance is left to act. With the defaults, 200 accounts show
 * something new every few seconds and some 85-90 % of them are online.
 */
export const lifeRates = z.strictObject({
  /** Of the people who are shown a QR code. */
  ignoreShare: share.default(0.05),
  cancelShare: share.default(0.05),
  newDeviceShare: share.default(0.2),
  /** Owners of a new device trust it on the phone; without, the code has to be sent. */
  autoVerify: z.boolean().default(true),
  /** Per online account and hour. */
  outagesPerHour: rate.default(2),
  lossesPerHour: rate.default(1.5),
  kicksPerHour: rate.default(0.15),
  expiriesPerHour: rate.default(0.1),
  /** Nothing more goes wrong for good below this share: somebody has to log those accounts in again. */
  onlineShareMin: share.default(0.87),
});
export type LifeRates = z.output<typeof lifeRates>;

/** At most this share without network at a time, and at least one. */
const outageShareMax = 0.08;

interface Plan {
  readonly at: number;
  readonly act: (instance: Instance) => void;
}

type Mishap = "kick" | "expire" | "loseConnection" | "outage";

export class Life {
  isOn: boolean;
  rates: LifeRates = lifeRates.parse({});
  private readonly random: Random;
  private lastTickAt: number;
  /** What each owner is about to do; drawn once per step of a log-in. */
  private readonly plans = new WeakMap<Login, Plan>();
  /** Log-ins somebody has taken in hand on the phone page. */
  private readonly inHand = new Set<string>();

  constructor(
    private readonly seed: string,
    private readonly registry: InstanceRegistry,
    private readonly owner: Owner,
    isOn: boolean,
  ) {
    this.isOn = isOn;
    this.random = randomOf(seed, "life");
    this.lastTickAt = registry.now();
  }

  /** Somebody real holds this phone now: chance keeps its hands off this log-in. */
  takeInHand(token: string): void {
    if (this.inHand.size > 10_000) this.inHand.clear();
    this.inHand.add(token);
  }

  tick(): void {
    const now = this.registry.now();
    const hours = (now - this.lastTickAt) / 3_600_000;
    this.lastTickAt = now;
    if (!this.isOn) return;
    const alive = this.registry.all().filter((instance) => instance.settings.life);
    for (const instance of alive) if (instance.login) this.live(instance, instance.login, now);
    this.disturb(alive, hours, now);
  }

  /** One step of a log-in: decided when it begins, done when its time has come. */
  private live(instance: Instance, login: Login, now: number): void {
    if (this.inHand.has(login.token)) return;
    const plan = this.plans.get(login);
    if (!plan) this.plans.set(login, this.plan(instance, now));
    else if (plan.at <= now) plan.act(instance);
  }

  private plan({ clientToken, seq, settings, state }: Instance, now: number): Plan {
    // By token and seq, not in the order of arrival: the same account always behaves the same.
    const random = randomOf(this.seed, `${clientToken} ${seq}`);
    const { ignoreShare, cancelShare, newDeviceShare } = this.rates;
    if (state === "waiting_scan" && !random.chance(ignoreShare))
      return { at: now + random.between(4_000, 12_000), act: (due) => this.owner.scan(due) };
    if (state === "waiting_confirm") {
      const at = now + random.between(2_000, 6_000);
      if (random.chance(cancelShare)) return { at, act: (due) => this.owner.cancel(due) };
      const isNewDevice = settings.newDevice ?? random.chance(newDeviceShare);
      return { at, act: (due) => this.owner.confirm(due, isNewDevice) };
    }
    if (state === "verify_required" && (settings.autoVerify ?? this.rates.autoVerify))
      return { at: now + random.between(3_000, 8_000), act: (due) => this.owner.trust(due) };
    return { at: Number.POSITIVE_INFINITY, act: () => undefined };
  }

  private disturb(alive: readonly Instance[], hours: number, now: number): void {
    const inUse = alive.filter(({ state }) => state !== "created").length;
    let well = alive.filter(isWell).length;
    let outages = alive.filter(({ outage }) => outage).length;

    for (const instance of alive) {
      if (!isWell(instance)) continue;
      const canSpare = well - 1 >= inUse * this.rates.onlineShareMin;
      const canLoseNetwork = outages < Math.max(1, inUse * outageShareMax);
      const mishap = this.mishap(hours, canSpare, canLoseNetwork);
      if (!mishap) continue;
      well--;
      if (mishap === "outage") {
        outages++;
        const until = now + this.random.between(20_000, 90_000);
        this.registry.put({ ...instance, outage: { since: now, until } });
      } else this.registry.act(instance, mishap);
    }
  }

  private mishap(hours: number, canSpare: boolean, canLoseNetwork: boolean): Mishap | undefined {
    const { kicksPerHour, expiriesPerHour, lossesPerHour, outagesPerHour } = this.rates;
    const happens = (perHour: number): boolean => this.random.chance(perHour * hours);
    if (canSpare && happens(kicksPerHour)) return "kick";
    if (canSpare && happens(expiriesPerHour)) return "expire";
    if (happens(lossesPerHour)) return "loseConnection";
    if (canLoseNetwork && happens(outagesPerHour)) return "outage";
    return undefined;
  }
}

function isWell({ state, outage }: Instance): boolean {
  return state === "online" && !outage;
}
