import { expect, test } from "vitest";
import type { Instance } from "./instance.ts";
import { Life } from "./life.ts";
import { Owner } from "./owner.ts";
import { InstanceRegistry } from "./registry.ts";
import type { State } from "./machine.ts";

const second = 1_000;

class World {
  now = Date.UTC(2026, 10, 22);
  readonly registry = new InstanceRegistry(() => this.now);
  readonly owner = new Owner(this.registry);
  readonly life: Life;
  readonly events: string[] = [];

  constructor(seed = "seed", isOn = true) {
    this.life = new Life(seed, this.registry, this.owner, isOn);
    this.registry.onChange(({ clientToken }, event) => this.events.push(`${clientToken} ${event}`));
  }

  add(clientToken: string, state: State, settings: Instance["settings"] = { life: true }): Instance {
    const session = state === "online";
    const basics = { guid: clientToken, clientToken, corpId: "corp", name: clientToken };
    return this.registry.put({ ...basics, state, session, seq: 0, settings });
  }

  run(ms: number): void {
    for (let passed = 0; passed < ms; passed += 250) {
      this.now += 250;
      this.registry.sweep();
      this.life.tick();
    }
  }
}

function logInMany(world: World, settings?: Instance["settings"]): void {
  for (let index = 0; index < 300; index++)
    world.registry.showQr(world.add(`token${index}`, "created", settings));
}

function count(world: World, state: State): number {
  return world.registry.all().filter((instance) => instance.state === state).length;
}

test("nobody picks up the phone within 4 s, and most are logged in after 30 s", () => {
  const world = new World();
  logInMany(world);

  world.run(3.9 * second);
  expect(count(world, "waiting_scan")).toBe(300);

  world.run(26 * second);
  expect(count(world, "online")).toBeGreaterThan(250);
  expect(world.events.filter((event) => event.endsWith("cancelled")).length).toBeGreaterThan(0);
  expect(count(world, "waiting_scan")).toBeGreaterThan(0);
});

test("about a fifth of the devices are new", () => {
  const world = new World();
  logInMany(world);

  world.run(30 * second);

  const isNew = world.events.filter((event) => event.endsWith("verify_required")).length;
  expect(isNew / 300).toBeGreaterThan(0.12);
  expect(isNew / 300).toBeLessThan(0.28);
});

test("without autoVerify a new device waits for its code", () => {
  const world = new World();
  world.life.rates = { ...world.life.rates, ignoreShare: 0, cancelShare: 0 };
  world.registry.showQr(world.add("token1", "created", { life: true, newDevice: true, autoVerify: false }));

  world.run(30 * second);

  expect(count(world, "verify_required")).toBe(1);
});

test("an instance with life off, and one whose phone somebody holds, are left alone", () => {
  const world = new World();
  world.registry.showQr(world.add("off", "created", { life: false }));
  const held = world.registry.showQr(world.add("held", "created"));
  world.life.takeInHand(held?.login?.token ?? "");

  world.run(60 * second);

  expect(world.events).toEqual(["off qr_refreshed", "held qr_refreshed"]);
});

test("with life off nothing happens to anybody", () => {
  const world = new World("seed", false);
  for (let index = 0; index < 200; index++) world.add(`token${index}`, "online");

  world.run(600 * second);

  expect(world.events).toEqual([]);
});

test("the same seed tells the same story", () => {
  const [one, other, third] = [new World("a"), new World("a"), new World("b")];
  for (const world of [one, other, third]) {
    logInMany(world);
    world.run(300 * second);
  }

  expect(other.events).toEqual(one.events);
  expect(third.events).not.toEqual(one.events);
});

test("200 accounts are restless for an hour, yet some 85 % stay online", () => {
  const world = new World();
  for (let index = 0; index < 200; index++) world.add(`token${index}`, "online");
  let lowest = 200;
  for (let seconds = 0; seconds < 3600; seconds += 5) {
    world.run(5 * second);
    // The driver's part: bring back whom it can.
    for (const instance of world.registry.all())
      if (instance.state === "offline" && instance.session && !instance.outage)
        world.registry.act(instance, "recover");
    const well = world.registry.all().filter(({ state, outage }) => state === "online" && !outage).length;
    lowest = Math.min(lowest, well);
  }

  expect(world.events.length).toBeGreaterThan(400);
  expect(world.events.some((event) => event.endsWith("kicked"))).toBe(true);
  expect(lowest).toBeGreaterThan(0.8 * 200);
  expect(count(world, "online")).toBeGreaterThanOrEqual(0.85 * 200);
});
