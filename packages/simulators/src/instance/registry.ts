import { randomBytes } from "node:crypto";
import type { Instance } from "./instance.ts";
import type { Act, EventName } from "./machine.ts";
import { dueAct, type Particulars, transition } from "./transition.ts";

export type ChangeListener = (instance: Instance, event: EventName) => void;

/** All instances, in memory. Every change goes through here, so that none goes unannounced. */
export class InstanceRegistry {
  private readonly byGuid = new Map<string, Instance>();
  private readonly byClientToken = new Map<string, string>();
  private readonly byQrToken = new Map<string, string>();
  private readonly listeners: ChangeListener[] = [];
  /** Goes up with every change, announced or not: what tells the snapshot that it is out of date. */
  revision = 0;

  constructor(readonly now: () => number) {}

  onChange(listener: ChangeListener): void {
    this.listeners.push(listener);
  }

  get size(): number {
    return this.byGuid.size;
  }

  all(): Instance[] {
    return [...this.byGuid.values()];
  }

  get(guid: string): Instance | undefined {
    const instance = this.byGuid.get(guid);
    return instance && this.settle(instance);
  }

  findByClientToken(corpId: string, clientToken: string): Instance | undefined {
    return this.get(this.byClientToken.get(`${corpId}\n${clientToken}`) ?? "");
  }

  findByQrToken(token: string): Instance | undefined {
    return this.get(this.byQrToken.get(token) ?? "");
  }

  /** Adds or replaces, without telling anybody: for what is not an event of the instance's life. */
  put(instance: Instance): Instance {
    const before = this.byGuid.get(instance.guid);
    if (before) this.forget(before);
    this.byGuid.set(instance.guid, instance);
    this.byClientToken.set(`${instance.corpId}\n${instance.clientToken}`, instance.guid);
    if (instance.login) this.byQrToken.set(instance.login.token, instance.guid);
    this.revision++;
    return instance;
  }

  remove(instance: Instance): void {
    this.forget(instance);
    this.byGuid.delete(instance.guid);
    this.revision++;
  }

  /** The instance after `act`, announced; undefined where it is not possible now. */
  act(instance: Instance, act: Act, particulars: Particulars = {}): Instance | undefined {
    const changed = transition(instance, act, this.now(), particulars);
    if (!changed) return undefined;
    this.put(changed.instance);
    for (const listener of this.listeners) listener(changed.instance, changed.event);
    return changed.instance;
  }

  showQr(instance: Instance): Instance | undefined {
    return this.act(instance, "showQr", { token: randomBytes(16).toString("base64url") });
  }

  /** Brings every instance up to date. Reading one does so too; this is for those nobody reads. */
  sweep(): void {
    for (const instance of this.byGuid.values()) this.settle(instance);
  }

  private settle(instance: Instance): Instance {
    const now = this.now();
    const due = dueAct(instance, now);
    const settled = (due && this.act(instance, due)) ?? instance;
    const { outage, ...rest } = settled;
    if (outage?.until !== undefined && outage.until <= now) return this.put(rest);
    return settled;
  }

  private forget(instance: Instance): void {
    this.byClientToken.delete(`${instance.corpId}\n${instance.clientToken}`);
    if (instance.login) this.byQrToken.delete(instance.login.token);
  }
}
