import { registerEnumType } from "type-graphql";
import { z } from "zod";

export const actorKinds = ["USER", "API_KEY", "SYSTEM", "PROVIDER"] as const;
export type ActorKind = (typeof actorKinds)[number];
export const ActorKindEnum = z.enum(actorKinds).enum;
registerEnumType(ActorKindEnum, {
  name: "ActorKind",
  description: "Who caused a change.",
  valuesConfig: {
    USER: { description: "A person." },
    API_KEY: { description: "A program with an API key." },
    SYSTEM: { description: "The platform by itself." },
    PROVIDER: { description: "The provider's side: a scan, a confirmation, a lost session." },
  },
});
