import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { graphql } from "../../gql/gql.ts";
import { follow } from "../../live/follow.ts";

const fileChanged = graphql(`
  subscription FileChanged {
    fileChanged {
      fileId
      change
    }
  }
`);

const gatherMs = 700;

/** Calls when something happened to files, whoever did it, at most every so often. */
export function useFileStream(onNews: () => void): void {
  const client = useApolloClient();
  const news = useEffectEvent(onNews);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      news();
    };
    const stop = follow(client, fileChanged, {}, () => {
      timer ??= setTimeout(tell, gatherMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client]);
}
