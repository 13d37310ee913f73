import { graphql } from "../../gql/gql.ts";
import type { ContactSyncRunsQuery } from "../../gql/graphql.ts";

export const syncRunFragment = graphql(`
  fragment ContactSyncRun_run on ContactSyncRun {
    id
    corpId
    kind
    cause
    status
    phase
    membersTotal
    membersDone
    contactsRead
    contactsNew
    contactsChanged
    contactsRemoved
    groupsTotal
    groupsDone
    groupsNew
    groupsChanged
    groupsRemoved
    failed
    failures {
      kind
      id
      problem {
        code
        meaning
        meaningZh
      }
    }
    problem {
      code
      meaning
      action
      meaningZh
      actionZh
    }
    waitingUntil
    createdAt
    startedAt
    finishedAt
    corp {
      id
      name
    }
  }
`);

export const syncRunsQuery = graphql(`
  query ContactSyncRuns($first: Int, $after: String, $last: Int, $before: String) {
    contactSyncRuns(first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...ContactSyncRun_run
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
`);

export const syncCorpsQuery = graphql(`
  query ContactSyncCorps {
    corps(first: 200) {
      nodes {
        id
        name
      }
    }
  }
`);

export const startContactSync = graphql(`
  mutation StartContactSync($input: StartContactSyncInput!) {
    startContactSync(input: $input) {
      run {
        ...ContactSyncRun_run
      }
    }
  }
`);

export const cancelContactSync = graphql(`
  mutation CancelContactSync($input: CancelContactSyncInput!) {
    cancelContactSync(input: $input) {
      run {
        ...ContactSyncRun_run
      }
    }
  }
`);

export const contactSyncProgress = graphql(`
  subscription ContactSyncProgress {
    contactSyncProgress {
      ...ContactSyncRun_run
    }
  }
`);

export type SyncRun = ContactSyncRunsQuery["contactSyncRuns"]["nodes"][number];

const phases = [
  "DEPARTMENTS",
  "MEMBERS",
  "FOLLOWERS",
  "TAGS",
  "CONTACTS",
  "GROUP_LIST",
  "GROUPS",
  "DONE",
] as const;

/** How much of a run is done, 0 to 100: contacts are most of it, groups the rest; null while that is not known yet. */
export function progressOf(
  run: Pick<SyncRun, "phase" | "membersTotal" | "membersDone" | "groupsTotal" | "groupsDone">,
): number | null {
  const at = phases.indexOf(run.phase);
  if (at < phases.indexOf("CONTACTS")) return null;
  if (run.phase === "DONE") return 100;
  const share = (done: number, total: number) => (total === 0 ? 1 : Math.min(1, done / total));
  if (run.phase === "CONTACTS") return Math.round(5 + 75 * share(run.membersDone, run.membersTotal));
  return Math.round(80 + 20 * (run.phase === "GROUPS" ? share(run.groupsDone, run.groupsTotal) : 0));
}
