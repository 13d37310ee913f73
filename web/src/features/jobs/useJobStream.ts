import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { graphql } from "../../gql/gql.ts";
import { follow } from "../../live/follow.ts";

const runChanged = graphql(`
  subscription JobRunChanged {
    jobRun {
      id
      jobName
      status
    }
  }
`);

const gatherMs = 500;

/** Calls `onNews` when runs begin, go on or end, at most every so often: what is shown is read again. */
export function useJobStream(onNews: () => void): void {
  const client = useApolloClient();
  const news = useEffectEvent(onNews);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = follow(client, runChanged, {}, () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        news();
      }, gatherMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client]);
}
