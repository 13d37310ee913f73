import type { Tx } from "./health.database.ts";

type Marks = Pick<Tx, "jobMark">;

/** Up to when a job has taken things into account; null before its first run. */
export async function markOf(system: Marks, name: string): Promise<Date | null> {
  const row = await system.jobMark.findUnique({ where: { name } });
  return row?.at ?? null;
}

/** After the work it stands for: a run that dies before is done again. */
export async function setMark(system: Marks, name: string, at: Date): Promise<void> {
  await system.jobMark.upsert({ where: { name }, create: { name, at }, update: { at } });
}
