import { z } from "zod";
import { Exchange, type HttpCall } from "./exchange.ts";
import { outcomeOf } from "./instance.answer.ts";
import { heartbeatAnswer, instanceAnswer } from "./instance.schema.ts";
import type {
  AccountProvider,
  CallbackTarget,
  Heartbeat,
  Instance,
  NewInstance,
  Outcome,
  ProviderCorp,
} from "./provider.ts";

export type ProviderOperation = keyof AccountProvider;

/** One finished call, for metrics: no address, no name, no secret. */
export interface ProviderCall {
  readonly operation: ProviderOperation;
  readonly outcome: Outcome<unknown>["kind"];
  /** The refusal's code or the unknown's cause; "" when done. */
  readonly detail: string;
  readonly durationMs: number;
}

export interface InstanceProviderOptions {
  /** Origins that may lie in a private network, as the simulator's does. */
  readonly trustedOrigins: readonly string[];
  /** A little above what the protocol allows the provider. */
  readonly timeoutMs?: number;
  /** Shorter: a heartbeat that takes long has failed at what it is for. */
  readonly heartbeatTimeoutMs?: number;
  readonly onCall?: (call: ProviderCall) => void;
}

/** Drives accounts by the instance protocol, docs/instance-protocol.md. */
export class InstanceProvider implements AccountProvider {
  private readonly exchange: Exchange;

  constructor(private readonly options: InstanceProviderOptions) {
    this.exchange = new Exchange(options.trustedOrigins);
  }

  createInstance(corp: ProviderCorp, input: NewInstance, signal?: AbortSignal): Promise<Outcome<Instance>> {
    const { name, clientToken, callback } = input;
    const body = { name, clientToken, callbackUrl: callback?.url, callbackSecret: callback?.secret };
    return this.call("createInstance", corp, { method: "POST", path: [], body, signal }, instanceAnswer);
  }

  startLogin(
    corp: ProviderCorp,
    guid: string,
    { restart = false }: { restart?: boolean } = {},
    signal?: AbortSignal,
  ): Promise<Outcome<Instance>> {
    const request = { method: "POST", path: [guid, "login"], body: { restart }, signal } as const;
    return this.call("startLogin", corp, request, instanceAnswer);
  }

  refreshQr(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<Instance>> {
    return this.call("refreshQr", corp, { method: "POST", path: [guid, "qr"], signal }, instanceAnswer);
  }

  verify(corp: ProviderCorp, guid: string, code: string, signal?: AbortSignal): Promise<Outcome<Instance>> {
    const request = { method: "POST", path: [guid, "verify"], body: { code }, signal } as const;
    return this.call("verify", corp, request, instanceAnswer);
  }

  cancelLogin(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<Instance>> {
    return this.call("cancelLogin", corp, { method: "POST", path: [guid, "cancel"], signal }, instanceAnswer);
  }

  logOut(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<Instance>> {
    return this.call("logOut", corp, { method: "POST", path: [guid, "logout"], signal }, instanceAnswer);
  }

  recover(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<Instance>> {
    return this.call("recover", corp, { method: "POST", path: [guid, "recover"], signal }, instanceAnswer);
  }

  async heartbeat(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<Heartbeat>> {
    const startedAt = performance.now();
    const request = { method: "POST", path: [guid, "heartbeat"], signal } as const;
    const outcome = await this.call("heartbeat", corp, request, heartbeatAnswer);
    if (outcome.kind !== "done") return outcome;
    const latencyMs = Math.round(performance.now() - startedAt);
    return { kind: "done", value: { ...outcome.value, latencyMs } };
  }

  inspect(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<Instance>> {
    return this.call("inspect", corp, { method: "GET", path: [guid], signal }, instanceAnswer);
  }

  setCallback(
    corp: ProviderCorp,
    guid: string,
    { url, secret }: CallbackTarget,
    signal?: AbortSignal,
  ): Promise<Outcome<Instance>> {
    const request = { method: "PUT", path: [guid, "callback"], body: { url, secret }, signal } as const;
    return this.call("setCallback", corp, request, instanceAnswer);
  }

  async remove(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<null>> {
    const request = { method: "DELETE", path: [guid], signal } as const;
    const outcome = await this.call("remove", corp, request, nothing);
    const isGone = outcome.kind === "refused" && outcome.code === "INSTANCE_NOT_FOUND";
    return isGone ? { kind: "done", value: null } : outcome;
  }

  /** Ends all connections; calls under way end as unknown. */
  async close(): Promise<void> {
    await this.exchange.close();
  }

  private async call<T>(
    operation: ProviderOperation,
    corp: ProviderCorp,
    request: Pick<HttpCall, "method" | "body" | "signal"> & { path: readonly string[] },
    rules: z.ZodType<T>,
  ): Promise<Outcome<T>> {
    const startedAt = performance.now();
    const outcome = await this.attempt(operation, corp, request, rules);
    this.options.onCall?.({
      operation,
      outcome: outcome.kind,
      detail: outcome.kind === "refused" ? outcome.code : outcome.kind === "unknown" ? outcome.cause : "",
      durationMs: performance.now() - startedAt,
    });
    return outcome;
  }

  private async attempt<T>(
    operation: ProviderOperation,
    { baseUrl, secret }: ProviderCorp,
    { path, ...request }: Pick<HttpCall, "method" | "body" | "signal"> & { path: readonly string[] },
    rules: z.ZodType<T>,
  ): Promise<Outcome<T>> {
    const url = addressOf(baseUrl, path);
    if (!url)
      return { kind: "refused", code: "INVALID_REQUEST", message: "The provider's address is malformed." };
    const { timeoutMs = 12_000, heartbeatTimeoutMs = 5_000 } = this.options;
    const answer = await this.exchange.run({
      ...request,
      url,
      secret,
      timeoutMs: operation === "heartbeat" ? heartbeatTimeoutMs : timeoutMs,
    });
    return answer.kind === "answer" ? outcomeOf(answer, rules) : answer;
  }
}

/** A 204 has no body; whatever else a provider may send with a success, it is not looked at. */
const nothing = z.unknown().transform(() => null);

function addressOf(baseUrl: string, path: readonly string[]): URL | undefined {
  const tail = ["v1", "instances", ...path].map(encodeURIComponent).join("/");
  const address = `${baseUrl.replace(/\/+$/, "")}/${tail}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const { protocol, username, password, search, hash } = url;
  return /^https?:$/.test(protocol) && !username && !password && !search && !hash ? url : undefined;
}
