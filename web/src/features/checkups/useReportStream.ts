import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { follow } from "../../live/follow.ts";
import { reportChanged } from "./checkupQueries.ts";

const gatherMs = 700;

/** Says that something happened to reports, of a patient or of all whom the viewer may see; at most every so often. */
export function useReportStream(patientId: string | null, onNews: () => void): void {
  const client = useApolloClient();
  const news = useEffectEvent(onNews);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = follow(client, reportChanged, { patientId }, () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        news();
      }, gatherMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, patientId]);
}
