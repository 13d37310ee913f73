import type { News2Risk } from "../../gql/graphql.ts";
import type { Tone } from "../../theme/tones.ts";

/** Told apart by people of every colour vision, in light and in dark. */
export const lineColours: readonly [string, ...string[]] = ["#1f7fd1", "#c2701c"];

/** What a risk means, in the tones that mean the same everywhere. */
export const riskTone: Readonly<Record<News2Risk, Tone>> = {
  LOW: "positive",
  LOW_MEDIUM: "progress",
  MEDIUM: "attention",
  HIGH: "negative",
};
