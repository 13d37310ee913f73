import { z } from "zod";
import { type Asked, invalid, json, noContent, Refusal, type Route } from "../http/answer.ts";
import { parse } from "../http/parse.ts";
import type { CorpDirectory } from "./corps.ts";
import { faultPlanRules, type Faults } from "./faults.ts";
import type { Instance } from "./instance.ts";
import { type Life, lifeRates } from "./life.ts";
import type { Owner } from "./owner.ts";
import { prepare, prepareRules } from "./prepare.ts";
import type { InstanceRegistry } from "./registry.ts";
import type { InstanceView } from "./view.ts";

interface Parts {
  readonly corps: CorpDirectory;
  readonly faults: Faults;
  readonly life: Life;
  readonly owner: Owner;
  readonly registry: InstanceRegistry;
  readonly view: InstanceView;
}

const corpBody = z.strictObject({
  secret: z.string().regex(/^[\x21-\x7e]{1,256}$/, "1-256 visible ASCII characters"),
  name: z.string().trim().min(1).max(100).optional(),
});
const corpIdRules = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const lifeBody = z.strictObject({ on: z.boolean().optional(), rates: lifeRates.optional() });
const settingsBody = z.strictObject({
  life: z.boolean().optional(),
  newDevice: z.boolean().optional(),
  autoVerify: z.boolean().optional(),
});
const scanBody = z.strictObject({ name: z.string().trim().min(1).max(100).optional() });
const confirmBody = z.strictObject({ newDevice: z.boolean().optional() });
const outageBody = z.strictObject({ seconds: z.number().min(0).max(86_400).optional() });

/** The hand that moves the simulated world: for tests, demos and seeds. Not part of the protocol. */
export function controlRoutes({ corps, faults, life, owner, registry, view }: Parts): Route[] {
  const find = ({ params }: Asked): Instance => {
    const instance = registry.get(params["guid"] ?? "");
    if (instance) return instance;
    throw new Refusal(404, "INSTANCE_NOT_FOUND", "There is no such instance.");
  };
  const show = (instance: Instance) => {
    const { corpId, clientToken, callback, outage, settings, login } = instance;
    const phoneUrl = login && view.phoneUrl(login.token);
    const hidden = { corpId, clientToken, callbackUrl: callback?.url, outage, settings, phoneUrl };
    return { ...view.brief(instance), ...hidden, code: login?.code };
  };

  const act = (path: string, handle: (instance: Instance, asked: Asked) => Instance | undefined): Route =>
    route("POST", `/instances/:guid/${path}`, (asked) => {
      const instance = find(asked);
      const after = handle(instance, asked);
      if (after) return json(200, show(after));
      throw new Refusal(409, "WRONG_STATE", `Cannot ${path} while ${instance.state}.`);
    });

  return [
    route("GET", "/corps", () =>
      json(200, { corps: corps.all().map(({ corpId, name }) => ({ corpId, name })) }),
    ),
    route("PUT", "/corps/:corpId", ({ params, body }) => {
      const corpId = parse(corpIdRules, params["corpId"]);
      if (corpId === corps.fallback.corpId) throw invalid("The default corp is set by the configuration.");
      const { secret, name = corpId } = parse(corpBody, body);
      const holder = corps.bySecret(secret);
      if (holder && holder.corpId !== corpId) throw invalid("Another corp has this secret.");
      corps.put({ corpId, name, secret });
      return json(200, { corpId, name });
    }),

    route("GET", "/life", () => json(200, { on: life.isOn, rates: life.rates })),
    route("PUT", "/life", ({ body }) => {
      const { on, rates } = parse(lifeBody, body);
      life.isOn = on ?? life.isOn;
      life.rates = rates ?? life.rates;
      return json(200, { on: life.isOn, rates: life.rates });
    }),

    route("GET", "/faults", () => json(200, faults.current)),
    route("PUT", "/faults", ({ body }) => {
      faults.set(parse(faultPlanRules, body));
      return json(200, faults.current);
    }),
    route("DELETE", "/faults", () => {
      faults.set({});
      return noContent;
    }),

    route("GET", "/instances", () => json(200, { instances: registry.all().map(show) })),
    route(
      "POST",
      "/instances",
      ({ body }) => {
        const prepared = prepare(parse(prepareRules, body), { corps, registry });
        return json(200, { instances: prepared.map(show) });
      },
      16 * 1024 * 1024,
    ),
    route("GET", "/instances/:guid", (asked) => json(200, show(find(asked)))),
    route("PATCH", "/instances/:guid", (asked) => {
      const instance = find(asked);
      const { settings: before } = instance;
      const given = parse(settingsBody, asked.body);
      const settings = { ...before, ...given, life: given.life ?? before.life };
      return json(200, show(registry.put({ ...instance, settings })));
    }),

    act("scan", (instance, { body }) => owner.scan(instance, parse(scanBody, body).name)),
    act("confirm", (instance, { body }) =>
      owner.confirm(instance, parse(confirmBody, body).newDevice ?? instance.settings.newDevice ?? false),
    ),
    act("trust", (instance) => owner.trust(instance)),
    act("cancel", (instance) => owner.cancel(instance)),
    act("time-out", (instance) => registry.act(instance, "timeOut")),
    act("kick", (instance) => registry.act(instance, "kick")),
    act("expire", (instance) => registry.act(instance, "expire")),
    act("lose-connection", (instance) => registry.act(instance, "loseConnection")),
    act("drop-network", (instance, { body }) => {
      const { seconds } = parse(outageBody, body);
      const since = registry.now();
      const until = seconds === undefined ? undefined : since + seconds * 1000;
      return registry.put({ ...instance, outage: { since, until } });
    }),
    act("restore-network", (instance) => registry.put({ ...instance, outage: undefined })),
  ];
}

function route(
  method: string,
  path: string,
  handle: (asked: Asked) => ReturnType<Route["handle"]>,
  bodyMaxBytes?: number,
): Route {
  return {
    method,
    path: `/control${path}`,
    ...(bodyMaxBytes === undefined ? {} : { bodyMaxBytes }),
    handle: (asked) => {
      if (!asked.isLocal) throw new Refusal(403, "UNAUTHORIZED", "Only from the same machine.");
      return handle(asked);
    },
  };
}
