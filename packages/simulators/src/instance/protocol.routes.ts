import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Answer, type Asked, invalid, json, noContent, Refusal, type Route } from "../http/answer.ts";
import { parse } from "../http/parse.ts";
import type { CorpDirectory } from "./corps.ts";
import type { Endpoint, Fate, Faults } from "./faults.ts";
import type { Instance } from "./instance.ts";
import { callbackSecretRules, callbackUrlRules, clientTokenRules, codeRules, nameRules } from "./rules.ts";
import type { ProtocolService } from "./protocol.service.ts";
import type { InstanceView } from "./view.ts";

interface Parts {
  readonly corps: CorpDirectory;
  readonly faults: Faults;
  readonly service: ProtocolService;
  readonly view: InstanceView;
  readonly now: () => number;
}

const createBody = z.object({
  name: nameRules,
  clientToken: clientTokenRules,
  callbackUrl: callbackUrlRules.optional(),
  callbackSecret: callbackSecretRules.optional(),
});
const callbackBody = z.object({ url: callbackUrlRules.optional(), secret: callbackSecretRules.optional() });
const loginBody = z.object({ restart: z.boolean().optional() });
const verifyBody = z.object({ code: codeRules });
const listQuery = z.object({
  after: z.string().max(64).default(""),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** The HTTP face of the protocol. */
export function protocolRoutes({ corps, faults, service, view, now }: Parts): Route[] {
  const route = (
    method: string,
    path: string,
    endpoint: Endpoint,
    handle: (corpId: string, asked: Asked) => Answer,
  ): Route => ({
    method,
    path: `/v1/instances${path}`,
    handle: (asked) => suffer(faults.next(endpoint), () => handle(corpOf(corps, asked), asked)),
  });

  const onInstance = (
    method: string,
    path: string,
    endpoint: Endpoint,
    handle: (instance: Instance, asked: Asked) => Answer,
  ): Route =>
    route(method, `/:guid${path}`, endpoint, (corpId, asked) => {
      const instance = service.get(corpId, asked.params["guid"] ?? "");
      // These ask the client session itself, and there is no way to it at the moment.
      if (instance.outage && !answersWithoutClient.has(endpoint)) return "hang";
      return handle(instance, asked);
    });

  const shown = (instance: Instance): Answer => json(200, view.full(instance));

  return [
    route("POST", "", "create", (corpId, { body }) => {
      const { callbackUrl, callbackSecret, ...rest } = parse(createBody, body);
      const callback = callbackOf(callbackUrl, callbackSecret);
      const { instance, isNew } = service.create(corpId, { ...rest, callback });
      return json(isNew ? 201 : 200, view.full(instance));
    }),
    route("GET", "", "list", (corpId, { query }) => {
      const { after, limit } = parse(listQuery, Object.fromEntries(query));
      const { instances, next } = service.list(corpId, after, limit);
      return json(200, { instances: instances.map((instance) => view.brief(instance)), next });
    }),
    onInstance("GET", "", "get", shown),
    onInstance("PUT", "/callback", "setCallback", (instance, { body }) => {
      const { url, secret } = parse(callbackBody, body);
      return shown(service.setCallback(instance, callbackOf(url, secret)));
    }),
    onInstance("POST", "/login", "login", (instance, { body }) =>
      shown(service.logIn(instance, parse(loginBody, body).restart ?? false)),
    ),
    onInstance("POST", "/qr", "qr", (instance) => shown(service.refreshQr(instance))),
    onInstance("POST", "/verify", "verify", (instance, { body }) =>
      shown(service.verify(instance, parse(verifyBody, body).code)),
    ),
    onInstance("POST", "/cancel", "cancel", (instance) => shown(service.cancel(instance))),
    onInstance("POST", "/logout", "logout", (instance) => shown(service.logOut(instance))),
    onInstance("POST", "/recover", "recover", (instance) => shown(service.recover(instance))),
    onInstance("POST", "/heartbeat", "heartbeat", (instance) => json(200, view.heartbeat(instance, now()))),
    onInstance("DELETE", "", "delete", (instance) => {
      service.remove(instance);
      return noContent;
    }),
  ];
}

const answersWithoutClient: ReadonlySet<Endpoint> = new Set(["get", "setCallback", "delete"]);

async function suffer(fate: Fate, work: () => Answer): Promise<Answer> {
  if (fate.retryAfterSeconds !== undefined) {
    const headers = { "retry-after": String(fate.retryAfterSeconds) };
    throw new Refusal(429, "RATE_LIMITED", "Too many requests.", {}, headers);
  }
  if (fate.latencyMs > 0) await sleep(fate.latencyMs);
  if (fate.isTimedOut) return "hang";
  if (fate.status !== undefined) {
    const code = fate.status === 503 ? "UNAVAILABLE" : "INTERNAL";
    throw new Refusal(fate.status, code, "A fault on demand.");
  }
  const answer = work();
  if (fate.isAnswerLost) return "drop";
  if (fate.isMalformed) return { status: 200, contentType: "text/html", body: "<html>maintenance" };
  return answer;
}

function corpOf(corps: CorpDirectory, { headers }: Asked): string {
  const { authorization } = headers;
  const secret =
    typeof authorization === "string" ? /^Bearer (.{1,256})$/.exec(authorization)?.[1] : undefined;
  const corp = secret === undefined ? undefined : corps.bySecret(secret);
  if (!corp) throw new Refusal(401, "UNAUTHORIZED", "The secret is missing or wrong.");
  return corp.corpId;
}

function callbackOf(url: string | undefined, secret: string | undefined) {
  if (url === undefined && secret === undefined) return undefined;
  if (url === undefined || secret === undefined) throw invalid("A callback needs an address and a secret.");
  return { url, secret };
}
