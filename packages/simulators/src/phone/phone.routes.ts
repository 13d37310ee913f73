import { z } from "zod";
import { type Asked, json, type Reply, type Route } from "../http/answer.ts";
import { parse } from "../http/parse.ts";
import type { Instance } from "../instance/instance.ts";
import { isLoggingIn } from "../instance/machine.ts";
import type { Life } from "../instance/life.ts";
import type { Owner } from "../instance/owner.ts";
import { avatarOf } from "../instance/people.ts";
import type { InstanceRegistry } from "../instance/registry.ts";
import { PhonePage } from "./phone.page.ts";
import { languageOf } from "./phone.texts.ts";

interface Parts {
  readonly registry: InstanceRegistry;
  readonly owner: Owner;
  readonly life: Life;
}

const confirmBody = z.object({ newDevice: z.boolean().default(false) });
const rememberedMax = 10_000;

/** The phone of whoever opens what the QR code says. */
export function phoneRoutes({ registry, owner, life }: Parts): Route[] {
  const page = new PhonePage();
  /** Whose code it was, for the moment after a log-in has ended. */
  const scanned = new Map<string, string>();

  const find = (token: string): Instance | undefined => {
    const instance = registry.findByQrToken(token);
    if (!instance) return registry.get(scanned.get(token) ?? "");
    if (scanned.size > rememberedMax) scanned.clear();
    scanned.set(token, instance.guid);
    return instance;
  };
  const answer = (
    { params, body }: Asked,
    act: (instance: Instance, body: unknown) => unknown = () => undefined,
  ): Reply => {
    const token = params["token"] ?? "";
    const instance = registry.findByQrToken(token);
    if (instance) {
      life.takeInHand(token);
      find(token);
      act(instance, body);
    }
    return json(200, stateOf(find(token), token));
  };

  return [
    {
      method: "GET",
      path: "/phone/:token",
      handle: ({ headers }) => page.reply(languageOf(String(headers["accept-language"] ?? ""))),
    },
    { method: "GET", path: "/phone/:token/state", handle: (asked) => answer(asked) },
    {
      method: "POST",
      path: "/phone/:token/scan",
      handle: (asked) => answer(asked, (one) => owner.scan(one)),
    },
    {
      method: "POST",
      path: "/phone/:token/confirm",
      handle: (asked) =>
        answer(asked, (one, body) =>
          owner.confirm(one, parse(confirmBody, body).newDevice || one.settings.newDevice === true),
        ),
    },
    {
      method: "POST",
      path: "/phone/:token/cancel",
      handle: (asked) => answer(asked, (one) => owner.cancel(one)),
    },
  ];
}

function stateOf(instance: Instance | undefined, token: string): Record<string, unknown> {
  const isAnotherLogin = instance && isLoggingIn(instance.state) && instance.login?.token !== token;
  if (!instance || isAnotherLogin) return { state: "gone" };
  const { name, state, reason, login, user } = instance;
  const person = login?.scannedBy ?? user;
  return {
    state,
    reason,
    name,
    person: person?.name,
    avatarUrl: person && avatarOf(person),
    code: login?.code,
    expiresAt: login && new Date(login.expiresAt).toISOString(),
  };
}
