import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent, useState } from "react";
import { graphql } from "../../gql/gql.ts";
import type { News2Risk, PatientChange } from "../../gql/graphql.ts";
import { follow } from "../../live/follow.ts";
import { FrameBuffer } from "../../live/frameBuffer.ts";

const patientChanged = graphql(`
  subscription PatientChanged($patientIds: [ID!]) {
    patientChanged(patientIds: $patientIds) {
      id
      change
      patientId
    }
  }
`);

const measured = graphql(`
  subscription PatientsMeasured($patientId: ID) {
    vitalSigns(patientId: $patientId) {
      id
      at
      patientId
      news2 {
        score
        risk
        at
      }
    }
  }
`);

/** Many files may change at once; what shows them is read again this often at most. */
const everyMs = 2_000;

/** Calls `onChange` soon after something happened to one patient's file, or to any. */
export function usePatientChanges(
  patientId: string | null,
  onChange: (changes: ReadonlySet<PatientChange>) => void,
): void {
  const client = useApolloClient();
  const told = useEffectEvent(onChange);
  useEffect(() => {
    let waiting = new Set<PatientChange>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const tell = () => {
      const changes = waiting;
      waiting = new Set();
      timer = undefined;
      last = Date.now();
      told(changes);
    };
    const variables = { patientIds: patientId === null ? null : [patientId] };
    const stop = follow(client, patientChanged, variables, ({ patientChanged: { change } }) => {
      waiting.add(change);
      timer ??= setTimeout(tell, Math.max(0, last + everyMs - Date.now()));
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client, patientId]);
}

export interface Measured {
  lastReadingAt: string;
  news2: number | null;
  news2Risk: News2Risk | null;
}

/**
 * What was measured of patients since the page was opened, by patient: beside what was read, because reading a file again
 * for every value would be a look into it each time.
 */
export function useMeasured(patientId: string | null, mayFollow: boolean): ReadonlyMap<string, Measured> {
  const client = useApolloClient();
  const [known, setKnown] = useState<ReadonlyMap<string, Measured>>(new Map());
  useEffect(() => {
    if (!mayFollow) return;
    const buffer = new FrameBuffer<readonly [string, Measured]>((told) =>
      setKnown((now) => new Map([...now, ...told])),
    );
    return follow(client, measured, { patientId }, ({ vitalSigns: { at, news2, patientId: id } }) =>
      buffer.push([id, { lastReadingAt: at, news2: news2?.score ?? null, news2Risk: news2?.risk ?? null }]),
    );
  }, [client, patientId, mayFollow]);
  return known;
}
