import { useApolloClient, useQuery } from "@apollo/client/react";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { HealthAlertFilter } from "../../gql/graphql.ts";
import { useHealthAlertEvents } from "../../healthAlerts/HealthAlertContext.tsx";
import { healthAlertSeverities } from "../../healthAlerts/healthAlertCounts.ts";
import type { HealthAlertRow } from "../../healthAlerts/healthAlertQueries.ts";
import { useReader } from "../../healthAlerts/useReader.ts";
import { seriousError } from "../../session/refusal.ts";
import { boardQuery, changedQuery } from "./boardQuery.ts";
import { belongs, inLane } from "./boardState.ts";
import { DueIds } from "./dueIds.ts";

/** What is new is asked for at once; that something goes on can wait. */
const newMs = 200;
const goesOnMs = 5_000;
const atOnceMax = 200;
/** Should an event have been missed all the same. */
const allAgainMs = 120_000;

export type Severity = (typeof healthAlertSeverities)[number];

export interface Lane {
  severity: Severity;
  alerts: readonly HealthAlertRow[];
  /** There are more than a board has room for. */
  isCut: boolean;
}

/**
 * The alerts of the board, kept up to date one by one: each look at an alert is on record, so only what changed is looked
 * at again.
 */
export function useBoardAlerts(filter: HealthAlertFilter) {
  const client = useApolloClient();
  const reader = useReader();
  const [changed, setChanged] = useState<ReadonlyMap<string, HealthAlertRow>>(new Map());
  const due = useRef<DueIds | null>(null);
  const of = (severity: Severity): HealthAlertFilter => ({
    ...filter,
    severities: (filter.severities ?? [severity]).filter((each) => each === severity),
  });
  const { data, previousData, error, refetch } = useQuery(boardQuery, {
    variables: { critical: of("CRITICAL"), warning: of("WARNING"), info: of("INFO"), ...reader },
    fetchPolicy: "cache-and-network",
    pollInterval: allAgainMs,
    skipPollAttempt: () => document.hidden,
  });

  const ask = useEffectEvent(async (ids: string[]) => {
    const answer = await client.query({
      query: changedQuery,
      variables: { ids, ...reader },
      fetchPolicy: "network-only",
    });
    const rows = answer.data?.healthAlerts.nodes ?? [];
    setChanged((before) => new Map([...before, ...rows.map((row) => [row.id, row] as const)]));
  });
  useEffect(() => {
    const made = new DueIds((ids) => void ask(ids).catch(() => undefined), atOnceMax);
    due.current = made;
    return () => made.stop();
  }, []);
  useHealthAlertEvents((events) => {
    for (const { alertId, change } of events)
      due.current?.add(alertId, change === "REPEATED" ? goesOnMs : newMs);
  });

  const answer = data ?? previousData;
  const lanes = useMemo((): Lane[] | undefined => {
    if (!answer) return undefined;
    const known = new Map<string, HealthAlertRow>();
    for (const row of [
      ...answer.critical.nodes,
      ...answer.warning.nodes,
      ...answer.info.nodes,
      ...changed.values(),
    ])
      if ((known.get(row.id)?.version ?? 0) <= row.version) known.set(row.id, row);
    const shown = [...known.values()].filter((row) => belongs(row, filter));
    return healthAlertSeverities.map((severity) => ({
      severity,
      alerts: inLane(shown.filter((row) => row.severity === severity)),
      isCut: answer[lists[severity]].pageInfo.hasNextPage,
    }));
  }, [answer, changed, filter]);
  return { lanes, error: seriousError(error), refetch };
}

const lists = { CRITICAL: "critical", WARNING: "warning", INFO: "info" } as const;
