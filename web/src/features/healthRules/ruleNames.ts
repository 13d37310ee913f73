interface Named {
  id: string;
  name: string;
  recordNumber: string;
}

/** Patients as the form shows them, by their ids. */
export function namesOf(
  ...lists: readonly (readonly Named[] | null | undefined)[]
): ReadonlyMap<string, string> {
  return new Map(
    lists.flatMap((list) =>
      (list ?? []).map(({ id, name, recordNumber }) => [id, `${name} · ${recordNumber}`] as const),
    ),
  );
}
