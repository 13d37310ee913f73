import { Refusal, type Route } from "../../http/answer.ts";
import { parse } from "../../http/parse.ts";
import type { CallbackSender } from "../callbacks/sender.ts";
import { verifyAddress } from "../callbacks/verify.ts";
import type { Corp } from "../corp.ts";
import type { CorpRegistry } from "../corpRegistry.ts";
import { faultPlanRules } from "../faults.ts";
import { limitRules } from "../frequency.ts";
import { controlRoute, corpOf } from "./route.ts";
import { appRules, callbackRules, clockRules, corpIdRules, corpRules, pageRules } from "./rules.ts";

/** Corps, their applications, faults and limits, and what was accepted. */
export function corpRoutes(corps: CorpRegistry, sender: CallbackSender): Route[] {
  return [
    controlRoute("GET", "/corps", () => ({ corps: corps.all().map(show) })),
    controlRoute("PUT", "/corps/:corpId", ({ params, body }) => {
      const corpId = parse(corpIdRules, params["corpId"]);
      const { robots, limits, tokenLifeSeconds, ...options } = parse(corpRules, body);
      const corp = corps.put(corpId, options);
      for (const key of robots) corp.robots.add(key);
      if (limits) corp.frequency.set(limits);
      if (tokenLifeSeconds !== undefined) corp.tokenLifeMs = tokenLifeSeconds * 1000;
      return show(corp);
    }),
    controlRoute("GET", "/corps/:corpId", (asked) => show(corpOf(corps, asked))),
    controlRoute("PATCH", "/corps/:corpId/apps/:agentId", (asked) => {
      const app = appOf(corpOf(corps, asked), asked.params["agentId"]);
      const { isClosed, secret } = parse(appRules, asked.body);
      const corp = corpOf(corps, asked);
      if (secret !== undefined) corp.putApp({ agentId: app.agentId, secret, name: app.name });
      if (isClosed !== undefined) appOf(corp, asked.params["agentId"]).isClosed = isClosed;
      return show(corp);
    }),
    controlRoute("POST", "/corps/:corpId/apps/:agentId/revoke-token", (asked) => {
      appOf(corpOf(corps, asked), asked.params["agentId"]).token = undefined;
      return {};
    }),
    controlRoute("PUT", "/corps/:corpId/apps/:agentId/callback", async (asked) => {
      const corp = corpOf(corps, asked);
      const app = appOf(corp, asked.params["agentId"]);
      const { verify, ...settings } = parse(callbackRules, asked.body);
      const problem = verify ? await verifyAddress(corp, settings) : undefined;
      if (problem !== undefined)
        throw new Refusal(409, "CALLBACK_NOT_VERIFIED", `The address did not answer as it must: ${problem}`);
      app.callback = settings;
      return { verified: verify };
    }),
    controlRoute("DELETE", "/corps/:corpId/apps/:agentId/callback", (asked) => {
      appOf(corpOf(corps, asked), asked.params["agentId"]).callback = undefined;
      return {};
    }),

    controlRoute("PUT", "/corps/:corpId/faults", (asked) => {
      const corp = corpOf(corps, asked);
      corp.faults.set(parse(faultPlanRules, asked.body));
      return corp.faults.current;
    }),
    controlRoute("PUT", "/corps/:corpId/limits", (asked) => {
      const corp = corpOf(corps, asked);
      corp.frequency.set(parse(limitRules, asked.body));
      return corp.frequency.changed;
    }),

    controlRoute("GET", "/corps/:corpId/accepted", (asked) => corpOf(corps, asked).ledger.counts()),
    controlRoute("DELETE", "/corps/:corpId/accepted", (asked) => {
      corpOf(corps, asked).ledger.reset();
      return {};
    }),
    controlRoute("GET", "/corps/:corpId/messages", (asked) => {
      const { after, limit } = parse(pageRules, Object.fromEntries(asked.query));
      return { messages: corpOf(corps, asked).ledger.list(after, limit) };
    }),
    controlRoute("GET", "/corps/:corpId/calls", (asked) => ({
      calls: Object.fromEntries(corpOf(corps, asked).calls),
    })),
    controlRoute("GET", "/callbacks", () => ({ ...sender.counts })),
    controlRoute("POST", "/callbacks/settle", async () => {
      await sender.settle();
      return { ...sender.counts };
    }),
    controlRoute("POST", "/clock", ({ body }) => {
      corps.advance(parse(clockRules, body).advanceSeconds * 1000);
      return { now: new Date(corps.now()).toISOString() };
    }),
  ];
}

function appOf(corp: Corp, agentId: string | undefined) {
  const app = corp.apps.get(Number(agentId));
  if (!app) throw new Refusal(404, "APP_NOT_FOUND", "There is no such application.");
  return app;
}

function show(corp: Corp): object {
  const { corpId, name, seed, members, departments, customers, groups } = corp;
  return {
    corpId,
    name,
    seed,
    sizes: {
      members: members.size,
      departments: departments.size,
      customers: customers.size,
      groups: groups.size,
    },
    apps: [...corp.apps.values()].map(({ agentId, name: appName, isClosed, callback }) => ({
      agentId,
      name: appName,
      isClosed,
      callbackUrl: callback?.url,
    })),
    robots: [...corp.robots],
    kfAccounts: [...corp.kf.accounts.keys()],
    faults: corp.faults.current,
    limits: corp.frequency.changed,
  };
}
