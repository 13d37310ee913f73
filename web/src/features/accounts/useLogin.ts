import { useQuery } from "@apollo/client/react";
import { useState } from "react";
import { graphql } from "../../gql/gql.ts";
import type { AccountStatus } from "../../gql/graphql.ts";
import { newest } from "../../live/accountStream.ts";
import { useAccountEvents, useLiveState } from "../../live/LiveContext.tsx";

export const accountLoginFragment = graphql(`
  fragment AccountLogin_account on Account {
    ...AccountLive_account
    name
    wecomName
    device
    application {
      callback {
        url
        token
        encodingAesKey
      }
      lastProbe {
        ...Probe_probe
      }
    }
    login {
      qrImage
      qrContent
      token
      expiresAt
      verificationRequired
      verificationAttemptsLeft
      scannedBy
    }
  }
`);

const loginQuery = graphql(`
  query AccountLogin($id: ID!) {
    account(id: $id) {
      ...AccountLogin_account
    }
  }
`);

/** The code itself can change while the state does not, so it is asked for even when the stream is live. */
const pollLiveMs = 2_500;
const pollDownMs = 1_200;

/** A log-in under way: the stream says at once that something happened, the query says what. */
export function useLogin(id: string) {
  const { state } = useLiveState();
  const { data, error, refetch } = useQuery(loginQuery, {
    variables: { id },
    fetchPolicy: "network-only",
    nextFetchPolicy: "cache-first",
    pollInterval: state === "live" ? pollLiveMs : pollDownMs,
  });
  const [heard, setHeard] = useState<{
    status: AccountStatus;
    version: number;
    reason: string | null;
  } | null>(null);
  const [seen, setSeen] = useState<ReadonlySet<AccountStatus>>(new Set());

  useAccountEvents((events) => {
    const mine = events.filter(({ account }) => account.id === id);
    const last = mine.at(-1);
    if (!last) return;
    setHeard({ status: last.to, version: last.version, reason: last.reason });
    setSeen((known) => new Set([...known, ...mine.map(({ to }) => to)]));
    void refetch();
  });

  const answer = data?.account;
  const account =
    answer && heard
      ? newest(answer, {
          ...answer,
          status: heard.status,
          version: heard.version,
          statusReason: heard.reason,
        })
      : answer;
  // What the query shows counts as seen as well; set while drawing, it costs no second drawing.
  if (account && !seen.has(account.status)) setSeen(new Set([...seen, account.status]));

  return { account, seen, missing: data?.account === null, error, refetch };
}
