import type { LiveIdentities } from "./liveIdentities.ts";
import type { SubscriptionParts } from "./liveSubscription.ts";
import type { ConnectionCounts } from "./connectionCounts.ts";
import type { Entrance } from "../entrance.ts";
import type { Admission } from "../limit/admission.ts";
import type { Identification } from "../identity/identify.ts";
import type { Logger } from "@wegraph/kit/log";

/** What every streaming transport is given. */
export interface StreamParts extends SubscriptionParts {
  identities: LiveIdentities;
  identification: Identification;
  admission: Admission;
  entrance: Entrance;
  counts: ConnectionCounts;
  log: Logger;
}
