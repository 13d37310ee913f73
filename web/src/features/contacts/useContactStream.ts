import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { graphql } from "../../gql/gql.ts";
import { follow } from "../../live/follow.ts";

const contactChanged = graphql(`
  subscription ContactChanged($contactIds: [ID!]) {
    contactChanged(contactIds: $contactIds) {
      at
      changes {
        contactId
        kind
      }
    }
  }
`);

const customerGroupChanged = graphql(`
  subscription CustomerGroupChanged($groupIds: [ID!]) {
    customerGroupChanged(groupIds: $groupIds) {
      at
      groupIds
    }
  }
`);

/** A sync changes thousands in a minute: a list is read again this often at most. */
const everyMs = 1_000;

/** Calls `onChange` soon after contacts changed: those named, or any. */
export function useContactChanges(contactIds: readonly string[] | null, onChange: () => void): void {
  const client = useApolloClient();
  const told = useEffectEvent(onChange);
  const key = contactIds?.join(" ") ?? null;
  useEffect(() => {
    const calm = calmed(() => told());
    const stop = follow(
      client,
      contactChanged,
      { contactIds: key === null ? null : key.split(" ") },
      calm.call,
    );
    return () => {
      stop();
      calm.stop();
    };
  }, [client, key]);
}

/** The same for groups. */
export function useGroupChanges(groupId: string | null, onChange: () => void): void {
  const client = useApolloClient();
  const told = useEffectEvent(onChange);
  useEffect(() => {
    const calm = calmed(() => told());
    const groupIds = groupId === null ? null : [groupId];
    const stop = follow(client, customerGroupChanged, { groupIds }, calm.call);
    return () => {
      stop();
      calm.stop();
    };
  }, [client, groupId]);
}

/** At once the first time, then once for all that came within a second. */
function calmed(act: () => void): { call: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  return {
    call: () => {
      const waitMs = Math.max(0, last + everyMs - Date.now());
      timer ??= setTimeout(() => {
        timer = undefined;
        last = Date.now();
        act();
      }, waitMs);
    },
    stop: () => clearTimeout(timer),
  };
}
