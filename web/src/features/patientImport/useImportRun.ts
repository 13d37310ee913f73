import { useApolloClient } from "@apollo/client/react";
import { useEffect, useRef, useState } from "react";
import { importPatients, type ImportResult, piecesOf, type SendableRow } from "./importPieces.ts";

interface Run {
  isDryRun: boolean;
  results: ReadonlyMap<number, ImportResult>;
  total: number;
  status: "RUNNING" | "DONE" | "STOPPED";
  error: unknown;
}

/**
 * Sends rows piece by piece. A piece that failed may have been done: it is sent again with the key it had, and everybody in it is
 * registered once.
 */
export function useImportRun() {
  const client = useApolloClient();
  const [run, setRun] = useState<Run | null>(null);
  const turn = useRef(0);
  useEffect(() => () => void (turn.current += 1), []);

  const send = async (
    pieces: readonly SendableRow[][],
    from: number,
    before: Omit<Run, "status" | "error">,
    key: string,
  ) => {
    turn.current += 1;
    const mine = turn.current;
    const { isDryRun, total } = before;
    let results = before.results;
    const show = (status: Run["status"], error: unknown = null) => {
      if (turn.current === mine) setRun({ isDryRun, results, total, status, error });
    };
    show("RUNNING");
    for (const [nth, rows] of pieces.entries()) {
      if (nth < from) continue;
      try {
        const idempotencyKey = `${key} ${nth}`;
        const { data } = await client.mutate({
          mutation: importPatients,
          variables: { input: { rows, isDryRun, ...(isDryRun ? {} : { idempotencyKey }) } },
          fetchPolicy: "no-cache",
        });
        // Whoever went away or began anew has stopped this run.
        if (turn.current !== mine) return;
        const answers = data?.importPatients.results ?? [];
        results = new Map([...results, ...answers.map((each) => [each.row, each] as const)]);
        show("RUNNING");
      } catch (error) {
        again.current = () => void send(pieces, nth, { isDryRun, results, total }, key);
        show("STOPPED", error);
        return;
      }
    }
    show("DONE");
    if (!isDryRun) client.cache.evict({ id: "ROOT_QUERY", fieldName: "patients" });
  };
  const again = useRef<() => void>(() => undefined);

  return {
    run,
    start: (rows: readonly SendableRow[], isDryRun: boolean) =>
      void send(piecesOf(rows), 0, { isDryRun, results: new Map(), total: rows.length }, crypto.randomUUID()),
    /** From the piece on that failed. */
    goOn: () => again.current(),
    forget: () => {
      turn.current += 1;
      setRun(null);
    },
  };
}

export type ImportRun = ReturnType<typeof useImportRun>;
