import { randomInt } from "node:crypto";
import type { Instance, User } from "./instance.ts";
import { deviceOf, ownerOf } from "./people.ts";
import type { InstanceRegistry } from "./registry.ts";

/** What the person with the phone can do. Each gives undefined where it is not possible now. */
export class Owner {
  constructor(private readonly registry: InstanceRegistry) {}

  scan(instance: Instance, name?: string): Instance | undefined {
    return this.registry.act(instance, "scan", { user: this.personFor(instance, name) });
  }

  /** A known device is online at once; a new one shows a code that has to be sent by `verify`. */
  confirm(instance: Instance, isNewDevice: boolean): Instance | undefined {
    if (!isNewDevice) return this.registry.act(instance, "confirm", this.deviceFor(instance));
    const code = randomInt(1_000_000).toString().padStart(6, "0");
    return this.registry.act(instance, "confirmNewDevice", { code });
  }

  /** On the phone, instead of the code. */
  trust(instance: Instance): Instance | undefined {
    return this.registry.act(instance, "verify", this.deviceFor(instance));
  }

  cancel(instance: Instance): Instance | undefined {
    return this.registry.act(instance, "cancel");
  }

  deviceFor(instance: Instance): { device: string } {
    return { device: instance.device ?? deviceOf(instance.clientToken) };
  }

  private personFor(instance: Instance, name: string | undefined): User {
    const usual = instance.user ?? ownerOf(instance.clientToken, instance.corpId);
    return name === undefined ? usual : { ...usual, name };
  }
}
