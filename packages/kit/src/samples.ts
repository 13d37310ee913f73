import { z } from "zod";

/** How often a process measures itself, and every measurement there is stands at a multiple of it. */
export const samplePeriodMs = 10_000;
/** How often a process says that it is there, and how it and what it needs are. */
export const beatPeriodMs = 30_000;

/** Where core takes in what processes measure. Ephemeral subjects: what nobody acknowledges is sent again. */
export const samplesSubject = "sys.samples";
export const beatSubject = "sys.beat";

/** No series has more; whatever is longer is no name that somebody gave. */
export const seriesKeyMax = 1_000;
export const samplesPerBatchMax = 5_000;

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  /** The tenant whose business was measured; unset: the platform's own. */
  tenantId?: string;
  key: string;
  value: number;
}

/** Columns, because names come again and again and values are many. */
export const sampleBatchShape = z
  .object({
    /** Milliseconds of Unix time. */
    at: z.number().int(),
    keys: z.array(z.string().max(seriesKeyMax)).max(samplesPerBatchMax),
    values: z.array(z.number()),
    /** By index; absent when all are the platform's own. */
    tenantIds: z.array(z.uuid().nullable()).optional(),
  })
  .refine(
    ({ keys, values, tenantIds }) =>
      keys.length === values.length && (!tenantIds || tenantIds.length === keys.length),
    "columns of one length",
  );
export type SampleBatch = z.infer<typeof sampleBatchShape>;

export const beatShape = z.object({
  at: z.number().int(),
  service: z.string().min(1).max(100),
  instance: z.string().min(1).max(200),
  version: z.string().max(50),
  startedAt: z.number().int(),
  /** It stops, and is not missed from now on. */
  isLeaving: z.boolean(),
  parts: z
    .array(
      z.object({
        name: z.string().min(1).max(100),
        ok: z.boolean(),
        critical: z.boolean(),
        neededBy: z.string().max(100),
        latencyMs: z.number().int(),
      }),
    )
    .max(200),
});
export type Beat = z.infer<typeof beatShape>;

/** A series as one text: the same for the same name and labels, in whatever order they were given. */
export function seriesKey(name: string, labels: Labels): string {
  const sorted = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([name, Object.fromEntries(sorted)]);
}

const keyShape = z.tuple([z.string().min(1), z.record(z.string(), z.string())]);

/** Null for what no `seriesKey` has made. */
export function seriesOf(key: string): { name: string; labels: Labels } | null {
  try {
    const [name, labels] = keyShape.parse(JSON.parse(key));
    return { name, labels };
  } catch {
    return null;
  }
}

export function batchOf(at: number, samples: readonly Sample[]): SampleBatch {
  const hasTenants = samples.some(({ tenantId }) => tenantId !== undefined);
  return {
    at,
    keys: samples.map(({ key }) => key),
    values: samples.map(({ value }) => value),
    ...(hasTenants && { tenantIds: samples.map(({ tenantId }) => tenantId ?? null) }),
  };
}
