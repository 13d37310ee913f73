import { v7 } from "uuid";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { Tx } from "../health.database.ts";
import type { RecordKind } from "./record.kinds.ts";

export interface NewRecord {
  tenantId: string;
  patientId: string;
  kind: RecordKind;
  occurredAt: Date;
  /** Of entries that people write. */
  title?: string;
  text?: string;
  /** Of entries that the platform writes: what the console makes the words from, in its language. Scalars only. */
  facts?: Readonly<Record<string, string | number | boolean | null>>;
  subject?: { type: "alert" | "report" | "device" | "assessment"; id: string };
  authorUserId: string | null;
}

/** What each sealed body is bound to: it opens in no other row. */
export function bodyPlace(patientId: string, recordId: string): string {
  return `health-record ${patientId} ${recordId}`;
}

/** Writes a patient's life-long timeline, in the transaction of what it tells. */
export class Timeline {
  constructor(
    private readonly secrets: SecretBox,
    private readonly clock: () => Date,
  ) {}

  /** Returns the ids, in their order. */
  async add(tx: Tx, records: readonly NewRecord[]): Promise<string[]> {
    const createdAt = this.clock();
    const rows = records.map(({ tenantId, patientId, kind, occurredAt, subject, authorUserId, ...body }) => {
      const id = v7();
      const bodySealed = this.secrets.seal(JSON.stringify(body), bodyPlace(patientId, id));
      return {
        id,
        tenantId,
        patientId,
        kind,
        occurredAt,
        bodySealed,
        subjectType: subject?.type ?? null,
        subjectId: subject?.id ?? null,
        authorUserId,
        createdAt,
      };
    });
    await tx.healthRecord.createMany({ data: rows });
    return rows.map(({ id }) => id);
  }
}
