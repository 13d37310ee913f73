import { useMemo, useState } from "react";
import { useCsvFile } from "../../csv/useCsvFile.ts";
import { guessFields, type ImportMapping, isEnough } from "./importFields.ts";
import { judged } from "./importRows.ts";
import { patientsOf } from "./toPatient.ts";
import { useImportRun } from "./useImportRun.ts";

export const importSteps = ["file", "mapping", "check", "import"] as const;
export type ImportStep = (typeof importSteps)[number];

/** What is gathered on the way from a file to registered patients. */
export function useImportWizard() {
  const [step, setStep] = useState<ImportStep>("file");
  const [chosen, setChosen] = useState<ImportMapping | null>(null);
  const check = useImportRun();
  const registering = useImportRun();
  const anew = () => {
    check.forget();
    registering.forget();
  };
  const csv = useCsvFile({
    onRead: () => {
      setChosen(null);
      anew();
    },
  });
  const { table } = csv;
  const guess = useMemo(() => (table ? guessFields(table) : {}), [table]);
  const mapping = chosen ?? guess;
  const people = useMemo(() => (table ? patientsOf(table, mapping) : []), [table, mapping]);
  const checked = check.run?.results;
  const registered = registering.run?.results;
  const rows = useMemo(
    () => judged(people, new Map([...(checked ?? []), ...(registered ?? [])])),
    [people, checked, registered],
  );
  const readable = people.flatMap(({ line, patient }) => (patient ? [{ row: line, patient }] : []));
  const ready = new Set(rows.flatMap(({ line, outcome }) => (outcome === "READY" ? [line] : [])));
  const isChecked = check.run?.status === "DONE";
  const isOver = registering.run?.status === "DONE";

  return {
    step,
    csv,
    mapping,
    setMapping: (next: ImportMapping) => {
      setChosen(next);
      anew();
    },
    check,
    registering,
    rows,
    readyCount: ready.size,
    /** Whether a step may be gone to; what is being registered cannot be gone back from. */
    reachable: (to: ImportStep) => {
      if (registering.run) return to === "import";
      if (to === "file") return true;
      if (to === "mapping") return csv.ready;
      return to === "check" && csv.ready && isEnough(mapping);
    },
    goTo: (to: ImportStep) => {
      setStep(to);
      if (to === "check" && !check.run) check.start(readable, true);
      if (to === "import")
        registering.start(
          readable.filter(({ row }) => ready.has(row)),
          false,
        );
    },
    isChecked,
    isOver,
    restart: () => {
      anew();
      setStep("file");
    },
  };
}

export type ImportWizard = ReturnType<typeof useImportWizard>;
