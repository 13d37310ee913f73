import { useState } from "react";
import { readInWorker } from "./readInWorker.ts";
import type { CsvTable, Encoding } from "./readTable.ts";

interface Reading {
  file?: File;
  header?: boolean;
  encoding?: Encoding | "auto";
}

/** A file somebody gave, as a table; read anew when they say how it is to be understood. */
export function useCsvFile({ onRead }: { onRead: (file: File) => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [header, setHeader] = useState(true);
  const [encoding, setEncoding] = useState<Encoding | "auto">("auto");
  const [table, setTable] = useState<CsvTable | null>(null);
  const [readError, setReadError] = useState<unknown>(null);
  const [reading, setReading] = useState(false);

  const read = (next: Reading) => {
    const from = next.file ?? file;
    const withHeader = next.header ?? header;
    const as = next.encoding ?? (next.file ? "auto" : encoding);
    setFile(from);
    setHeader(withHeader);
    setEncoding(as);
    setReadError(null);
    if (!from) return;
    setReading(true);
    readInWorker(from, { header: withHeader, ...(as === "auto" ? {} : { encoding: as }) })
      .then(setTable, (error: unknown) => {
        setTable(null);
        setReadError(error);
      })
      .finally(() => setReading(false));
    onRead(from);
  };

  const ready = table !== null && table.rows.length > 0 && !table.tooMany;
  return { file, header, encoding, table, reading, readError, read, ready };
}

export type CsvFile = ReturnType<typeof useCsvFile>;
