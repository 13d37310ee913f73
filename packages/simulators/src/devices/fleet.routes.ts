import { z } from "zod";
import { json, noContent, Refusal, type Route } from "../http/answer.ts";
import { parse } from "../http/parse.ts";
import { episodeKinds } from "./episode.ts";
import type { Fleets } from "./fleets.ts";
import { fleetRules } from "./fleet.rules.ts";

const bodyMaxBytes = 8_388_608;
const minutes = z.number().min(0.1).max(1_440);
const episodeRules = z.strictObject({
  person: z.string().min(1),
  kind: z.enum(episodeKinds),
  onsetMinutes: minutes.default(5),
  plateauMinutes: minutes.default(20),
  recoveryMinutes: minutes.default(20),
});

/** The hand that puts devices on people, and lets something happen to them. */
export function fleetRoutes(fleets: Fleets): Route[] {
  return [
    { method: "GET", path: "/control/devices", handle: () => json(200, fleets.view()) },
    {
      method: "PUT",
      path: "/control/devices/:name",
      bodyMaxBytes,
      handle: async ({ params, body }) => {
        await fleets.set(params["name"] ?? "", parse(fleetRules, body));
        return noContent;
      },
    },
    {
      method: "POST",
      path: "/control/devices/episodes",
      handle: ({ body }) => {
        const { person, kind, onsetMinutes, plateauMinutes, recoveryMinutes } = parse(episodeRules, body);
        const isThere = fleets.strike(person, {
          kind,
          onsetMs: onsetMinutes * 60_000,
          plateauMs: plateauMinutes * 60_000,
          recoveryMs: recoveryMinutes * 60_000,
        });
        if (!isThere) throw new Refusal(404, "PERSON_NOT_FOUND", "There is no such person.");
        return noContent;
      },
    },
  ];
}
