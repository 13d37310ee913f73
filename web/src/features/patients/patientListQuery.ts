import { graphql } from "../../gql/gql.ts";
import type { PatientFilter, PatientRow_PatientFragment, PatientsQueryVariables } from "../../gql/graphql.ts";
import { pageVariables, pagingState } from "../../ui/paging.ts";
import { flag, manyOf, oneOf, order, type StateOf, text } from "../../ui/urlState.ts";

export const patientRowFragment = graphql(`
  fragment PatientRow_patient on Patient {
    id
    recordNumber
    name
    sex
    age
    status
    consent
    groups
    department
    archivedAt
    lastReadingAt
    news2
    news2Risk
    createdAt
    identity {
      phone
    }
    clinician @include(if: $people) {
      id
      displayName
    }
  }
`);

export const patientsQuery = graphql(`
  query Patients(
    $filter: PatientFilter
    $orderBy: PatientOrder
    $first: Int
    $after: String
    $last: Int
    $before: String
    $people: Boolean!
  ) {
    patients(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...PatientRow_patient
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

export type PatientRowData = PatientRow_PatientFragment;

export const risks = ["HIGH", "MEDIUM", "LOW_MEDIUM", "LOW"] as const;
export const statuses = ["ACTIVE", "INACTIVE", "DECEASED"] as const;
export const consents = ["GRANTED", "NONE", "WITHDRAWN"] as const;
/** Hours without a reading. */
export const silences = ["24", "72", "168"] as const;

/** The list as its address describes it. */
export const listState = {
  search: text,
  risks: manyOf(risks),
  statuses: manyOf(statuses),
  consents: manyOf(consents),
  group: text,
  mine: flag,
  silent: oneOf(silences, null),
  archived: flag,
  order: order(["CREATED_AT", "RECORD_NUMBER", "LAST_READING_AT", "NEWS2"], {
    by: "CREATED_AT",
    direction: "DESC",
  }),
  dialog: oneOf(["register"], null),
  ...pagingState,
};

export type ListState = StateOf<typeof listState>;

export const noFilter = {
  search: "",
  risks: [],
  statuses: [],
  consents: [],
  group: "",
  mine: false,
  silent: null,
  archived: false,
} as const;

export function isFiltered(state: ListState): boolean {
  const { search, group, mine, silent, archived } = state;
  return (
    search !== "" ||
    group !== "" ||
    mine ||
    archived ||
    silent !== null ||
    [state.risks, state.statuses, state.consents].some((chosen) => chosen.length > 0)
  );
}

const hourMs = 3_600_000;

/** @param now in the tenth of an hour, so that the same question keeps the same name in the cache. */
export function listVariables(
  state: ListState,
  viewer: { id: string; now: number; people: boolean },
): PatientsQueryVariables {
  const { search, group, mine, silent, archived } = state;
  const hour = Math.floor(viewer.now / (hourMs / 10)) * (hourMs / 10);
  const filter: PatientFilter = {
    ...(search && { search }),
    ...(group && { groups: [group] }),
    ...(state.risks.length > 0 && { news2Risks: [...state.risks] }),
    ...(state.statuses.length > 0 && { statuses: [...state.statuses] }),
    ...(state.consents.length > 0 && { consents: [...state.consents] }),
    ...(mine && { careTeamMemberId: viewer.id }),
    ...(silent && { silentSince: new Date(hour - Number(silent) * hourMs).toISOString() }),
    ...(archived && { isArchived: true }),
  };
  return { filter, orderBy: state.order, people: viewer.people, ...pageVariables(state) };
}
