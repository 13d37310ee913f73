import { randomUUID, timingSafeEqual } from "node:crypto";
import { Refusal } from "../http/answer.ts";
import type { Callback, Instance } from "./instance.ts";
import { isLoggingIn } from "./machine.ts";
import type { Owner } from "./owner.ts";
import type { InstanceRegistry } from "./registry.ts";

const instancesMax = 10_000;

export interface NewInstance {
  readonly name: string;
  readonly clientToken: string;
  readonly callback?: Callback | undefined;
}

/** The calls of the protocol, as docs/instance-protocol.md words them. */
export class ProtocolService {
  constructor(
    private readonly registry: InstanceRegistry,
    private readonly owner: Owner,
  ) {}

  create(corpId: string, input: NewInstance): { instance: Instance; isNew: boolean } {
    const known = this.registry.findByClientToken(corpId, input.clientToken);
    // The token decides; a repeat that words the rest otherwise brings the instance up to date.
    if (known) return { instance: this.registry.put({ ...known, ...input }), isNew: false };
    if (this.registry.all().filter((instance) => instance.corpId === corpId).length >= instancesMax)
      throw new Refusal(403, "LIMIT_REACHED", `At most ${instancesMax} instances.`);
    const instance: Instance = {
      ...input,
      guid: randomUUID(),
      corpId,
      state: "created",
      seq: 0,
      session: false,
      settings: { life: true },
    };
    return { instance: this.registry.put(instance), isNew: true };
  }

  list(corpId: string, after: string, limit: number): { instances: Instance[]; next?: string } {
    const following = this.registry
      .all()
      .filter((instance) => instance.corpId === corpId && instance.guid > after)
      .toSorted((one, other) => (one.guid < other.guid ? -1 : 1));
    const instances = following.slice(0, limit);
    const last = instances.at(-1);
    return following.length > limit && last ? { instances, next: last.guid } : { instances };
  }

  get(corpId: string, guid: string): Instance {
    const instance = this.registry.get(guid);
    if (instance?.corpId === corpId) return instance;
    throw new Refusal(404, "INSTANCE_NOT_FOUND", "There is no such instance.");
  }

  setCallback(instance: Instance, callback: Callback | undefined): Instance {
    return this.registry.put({ ...instance, callback });
  }

  logIn(instance: Instance, restart: boolean): Instance {
    if (instance.state === "online") throw alreadyOnline();
    if (isLoggingIn(instance.state) && !restart) return instance;
    return this.registry.showQr(instance) ?? refuseState(instance);
  }

  refreshQr(instance: Instance): Instance {
    const canRefresh = instance.state === "waiting_scan" || instance.state === "waiting_confirm";
    return (canRefresh && this.registry.showQr(instance)) || refuseState(instance);
  }

  verify(instance: Instance, code: string): Instance {
    const { login } = instance;
    if (instance.state !== "verify_required" || !login?.code) return refuseState(instance);
    if (timingSafeEqual(Buffer.from(login.code), Buffer.from(code))) {
      return this.registry.act(instance, "verify", this.owner.deviceFor(instance)) ?? refuseState(instance);
    }
    const attemptsLeft = (login.attemptsLeft ?? 1) - 1;
    if (attemptsLeft > 0) this.registry.put({ ...instance, login: { ...login, attemptsLeft } });
    else this.registry.act(instance, "failVerification");
    throw new Refusal(422, "CODE_WRONG", "The code is wrong.", { attemptsLeft });
  }

  cancel(instance: Instance): Instance {
    if (instance.state === "online") throw alreadyOnline();
    return this.registry.act(instance, "cancel") ?? instance;
  }

  logOut(instance: Instance): Instance {
    if (isLoggingIn(instance.state)) return refuseState(instance);
    return this.registry.act(instance, "logOut") ?? instance;
  }

  recover(instance: Instance): Instance {
    if (instance.state === "online") return instance;
    if (isLoggingIn(instance.state)) return refuseState(instance);
    const recovered = this.registry.act(instance, "recover");
    if (recovered) return recovered;
    throw conflict("LOGIN_REQUIRED", "The device session is gone: log in by QR code.");
  }

  remove(instance: Instance): void {
    this.registry.act(instance, "logOut");
    this.registry.remove(instance);
  }
}

function refuseState({ state }: Instance): never {
  throw conflict("WRONG_STATE", `Not possible while ${state}.`);
}

function alreadyOnline(): Refusal {
  return conflict("ALREADY_ONLINE", "The instance is online.");
}

function conflict(code: string, message: string): Refusal {
  return new Refusal(409, code, message);
}
