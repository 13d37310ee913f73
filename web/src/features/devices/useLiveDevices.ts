import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { follow } from "../../live/follow.ts";
import { liveDevices } from "./deviceQueries.ts";

/** A ward that comes back after an outage must not be a storm of questions. */
const againMs = 700;

/** Calls back, soon and once for many, after something happened to these devices; without any, to any. */
export function useLiveDevices(onChange: () => void, wanted: { deviceId?: string; patientId?: string } = {}) {
  const client = useApolloClient();
  const changed = useEffectEvent(onChange);
  const { deviceId, patientId } = wanted;
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const variables = {
      ...(deviceId !== undefined && { deviceIds: [deviceId] }),
      ...(patientId !== undefined && { patientIds: [patientId] }),
    };
    const stop = follow(client, liveDevices, variables, () => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        changed();
      }, againMs);
    });
    return () => {
      clearTimeout(waiting);
      stop();
    };
  }, [client, deviceId, patientId]);
}
