import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";

const shape = z.object({ runId: z.string(), job: z.string(), status: z.string() });
const about = { entity: ({ runId }: { runId: string }) => runId };

/** Somebody asked for a run, or it is to be tried once more. Under the platform's tenant, as all events of jobs. */
export const jobRunQueued = defineEvent("core.job-run.queued.v1", shape, about);
/** A process has taken it. */
export const jobRunStarted = defineEvent(
  "core.job-run.started.v1",
  shape.extend({ attempt: z.number().int() }),
  about,
);
/** How far it is. */
export const jobRunProgressed = defineEvent(
  "core.job-run.progressed.v1",
  shape.extend({ done: z.number().int(), total: z.number().int().nullable() }),
  about,
);
/** It has ended for good: succeeded, failed or cancelled. */
export const jobRunFinished = defineEvent(
  "core.job-run.finished.v1",
  shape.extend({
    /** What the run says it did; null unless it succeeded. */
    summary: z.string().nullable(),
    errorCode: z.string().nullable(),
    errorReason: z.string().nullable(),
  }),
  about,
);

/** Any of them. */
export const jobRunChanged = defineEvent("core.job-run.*.v1", shape, about);
