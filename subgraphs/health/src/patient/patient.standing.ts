import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { announce, originOf } from "@wegraph/kit/outbox";
import type { QuotaMeter } from "@wegraph/kit/quotaMeter";
import type { Tx } from "../health.database.ts";
import { patientStatusChanged } from "./patient.events.ts";
import { factsOf } from "./patient.facts.store.ts";
import { patientStatuses } from "./patient.facts.ts";
import type { PatientGone } from "./patient.gone.ts";
import type { SetPatientStatusInput, PatientVersionInput } from "./patientStanding.input.ts";
import type { Decided, PatientRow, PatientWriter } from "./patient.writer.ts";

interface StandingOptions {
  writer: PatientWriter;
  meter: QuotaMeter;
  gone: PatientGone;
}

/** Whether a patient is looked after, and whether the file is in use. */
export class PatientStandings {
  constructor(private readonly options: StandingOptions) {}

  /** INACTIVE and DECEASED: nothing is measured any more, and what was alarming is over. */
  async setStatus(context: RequestContext, input: SetPatientStatusInput): Promise<void> {
    const { writer, gone } = this.options;
    await writer.apply(
      context,
      input,
      (row) => standingChange(row, input.status, row.archivedAt),
      (tx, after) => (after.status === "ACTIVE" ? done : gone(tx, originOf(context), factsOf(after))),
    );
  }

  /** Out of lists and out of the quota; nothing of it is lost. */
  async archive(context: RequestContext, { patientId, expectedVersion }: PatientVersionInput): Promise<void> {
    const { writer, meter, gone } = this.options;
    const origin = originOf(context);
    await writer.apply(
      context,
      { patientId, expectedVersion, evenArchived: true },
      (row, now) => (row.archivedAt ? null : standingChange(row, row.status, now)),
      async (tx, after) => {
        await gone(tx, origin, factsOf(after));
        await meter.release(tx, origin, [wantedBy(after.id)]);
      },
    );
  }

  /** @throws AppError QUOTA_EXCEEDED when no more patients may be active. */
  async restore(context: RequestContext, { patientId, expectedVersion }: PatientVersionInput): Promise<void> {
    const { writer, meter } = this.options;
    await writer.apply(
      context,
      { patientId, expectedVersion, evenArchived: true },
      (row) => (row.archivedAt ? standingChange(row, row.status, null) : null),
      (_tx: Tx, after) => meter.use(originOf(context), wantedBy(after.id), () => done),
    );
  }
}

const done = Promise.resolve();

function wantedBy(patientId: string) {
  return { dimension: "ACTIVE_PATIENTS", amount: 1, key: patientId } as const;
}

/** Null where it stands like that already. */
function standingChange(row: PatientRow, to: string, archivedAt: Date | null): Decided | null {
  const { status: from, archivedAt: before } = row;
  if (to === from && (archivedAt === null) === (before === null)) return null;
  const archived = archivedAt !== null;
  return {
    data: { status: to, archivedAt },
    act: to !== from ? "status-changed" : archived ? "archived" : "restored",
    changes: to === from ? [] : [{ field: "status", before: from, after: to }],
    announced: (tx, origin, about) =>
      announce(tx, origin, patientStatusChanged, {
        ...about,
        from: oneOf(patientStatuses, from),
        to: oneOf(patientStatuses, to),
        archived,
      }),
    record: { kind: "STATUS", facts: { from, to, archived } },
  };
}
