import { recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import type { SecretBox } from "@wegraph/kit/secrets";
import { v7 } from "uuid";
import { businessDay, dayOf, dayText } from "../calendar.ts";
import { domain, lenient } from "../health.database.ts";
import type { HealthDatabase, Tx } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { withinReach } from "../patient/patient.scope.ts";
import type { Timeline } from "../record/timeline.ts";
import type { TenantZones } from "../tenant/tenantZones.ts";
import type {
  AmendCheckupReportInput,
  ChangeCheckupReportInput,
  CheckupReportVersionInput,
  CreateCheckupReportInput,
} from "./report.input.ts";
import { correctedNumber, nextReportNumber, refusingTaken } from "./report.number.ts";
import { reportInclude } from "./report.row.ts";
import type { ReportRow } from "./report.row.ts";
import type { ReportVault } from "./report.vault.ts";
import { abnormalAmong, announceReport, itemFrom, itemsOf, replaceItems } from "./report.writer.ts";

const right = "checkup-report:write";
const record = recorderOf(domain, "checkup-report");

interface ReportServiceOptions {
  db: HealthDatabase;
  access: PatientAccess;
  timeline: Timeline;
  vault: ReportVault;
  secrets: Pick<SecretBox, "blindIndex">;
  zones: TenantZones;
  clock: () => Date;
}

/** Drafts, publishes and corrects check-up reports. */
export class ReportService {
  constructor(private readonly options: ReportServiceOptions) {}

  /** Returns the draft's id, or that of the one the same key made before. @throws AppError CONFLICT when its number is taken. */
  async create(context: RequestContext, input: CreateCheckupReportInput): Promise<string> {
    const { db, access, secrets, clock } = this.options;
    const { tenantId } = context.principal;
    const patientId = input.patientId.toLowerCase();
    const patient = await access.open(context, right, patientId, "CHECKUP_REPORTS");
    await this.checkDay(tenantId, input.examinedOn, patient.birthDate);
    const { idempotencyKey: key, ...rest } = input;
    // Remembered as a keyed hash, for it tells of a person's health.
    const given = secrets.blindIndex(JSON.stringify(rest));
    return refusingTaken("REPORT_NUMBER_TAKEN", () =>
      db.tenant.$transaction(
        (tx) =>
          once(tx, { tenantId, scope: "createCheckupReport", key, input: given }, async () => {
            const id = v7();
            const now = clock();
            await tx.checkupReport.create({
              data: {
                id,
                tenantId,
                patientId,
                reportNumber: input.reportNumber ?? (await nextReportNumber(tx, tenantId)),
                institution: input.institution,
                examinedOn: dayOf(input.examinedOn),
                status: "DRAFT",
                bodySealed: this.options.vault.seal({ id, patientId }, bodyFrom(input)),
                attachmentFileIds: input.attachmentFileIds ?? [],
                createdById: personOf(context),
                createdAt: now,
                updatedAt: now,
              },
            });
            await replaceItems(tx, { id, tenantId }, (input.items ?? []).map(itemFrom));
            await record(tx, context, "drafted", id, [{ field: "patient", after: patientId }]);
            await announceReport(tx, originOf(context), id, "DRAFTED");
            return id;
          }),
        lenient,
      ),
    );
  }

  /** @throws AppError CONFLICT when it was published, or changed meanwhile. */
  async change(context: RequestContext, input: ChangeCheckupReportInput): Promise<void> {
    const { db, vault } = this.options;
    const { reportId, expectedVersion, institution, examinedOn, attachmentFileIds, items } = input;
    await db.tenant.$transaction(async (tx) => {
      const row = await this.draft(tx, context, reportId);
      if (examinedOn !== undefined)
        await this.checkDay(context.principal.tenantId, examinedOn, row.patient.birthDate);
      const before = vault.open(row, row.bodySealed);
      const body = { ...before, ...bodyGiven(input) };
      const isRewritten = JSON.stringify(body) !== JSON.stringify(before);
      await this.save(tx, row, expectedVersion, {
        ...(institution !== undefined && { institution }),
        ...(examinedOn !== undefined && { examinedOn: dayOf(examinedOn) }),
        ...(attachmentFileIds !== undefined && { attachmentFileIds }),
        ...(isRewritten && { bodySealed: vault.seal(row, body) }),
      });
      if (items) await replaceItems(tx, row, items.map(itemFrom));
      const fields = Object.keys(input).filter((name) => name !== "reportId" && name !== "expectedVersion");
      // What was found of a person stands in no log.
      await record(
        tx,
        context,
        "changed",
        row.id,
        fields.map((field) => ({ field })),
      );
      await announceReport(tx, originOf(context), row.id, "CHANGED");
    }, lenient);
  }

  /** From now on it stays as it is, and is on the patient's timeline. @throws AppError as `change`, INVALID_INPUT for an empty one. */
  async publish(
    context: RequestContext,
    { reportId, expectedVersion }: CheckupReportVersionInput,
  ): Promise<void> {
    const { db, vault, timeline, clock } = this.options;
    await db.tenant.$transaction(async (tx) => {
      const row = await this.draft(tx, context, reportId);
      const items = await itemsOf(tx, row.id);
      if (items.length === 0 && vault.open(row, row.bodySealed).conclusion === null)
        throw invalidInput(
          [{ path: ["input", "reportId"], message: "nothing was found or concluded yet" }],
          "REPORT_EMPTY",
        );
      const publishedAt = clock();
      const publishedById = personOf(context);
      await this.save(tx, row, expectedVersion, { status: "PUBLISHED", publishedAt, publishedById });
      const origin = originOf(context);
      if (row.replacesId !== null) {
        await tx.checkupReport.update({
          where: { id: row.replacesId },
          data: { replacedById: row.id, version: { increment: 1 }, updatedAt: publishedAt },
        });
        await announceReport(tx, origin, row.replacesId, "REPLACED");
      }
      await timeline.add(tx, [
        {
          tenantId: row.tenantId,
          patientId: row.patientId,
          kind: "CHECKUP_REPORT",
          occurredAt: publishedAt,
          facts: {
            reportNumber: row.reportNumber,
            institution: row.institution,
            examinedOn: dayText(row.examinedOn),
            items: items.length,
            abnormalItems: abnormalAmong(items),
            isCorrection: row.replacesId !== null,
          },
          subject: { type: "report", id: row.id },
          authorUserId: publishedById,
        },
      ]);
      await record(tx, context, "published", row.id, [
        { field: "status", before: "DRAFT", after: "PUBLISHED" },
      ]);
      await announceReport(tx, origin, row.id, "PUBLISHED");
    }, lenient);
  }

  /** A draft of the same that will take the published one's place. @throws AppError CONFLICT when there is such a draft already. */
  async amend(context: RequestContext, input: AmendCheckupReportInput): Promise<string> {
    const { db, vault, clock } = this.options;
    const { reportId, idempotencyKey: key } = input;
    const { tenantId } = context.principal;
    return refusingTaken("REPORT_BEING_CORRECTED", () =>
      db.tenant.$transaction(
        (tx) =>
          once(tx, { tenantId, scope: "amendCheckupReport", key, input: { reportId } }, async () => {
            const row = await this.find(tx, context, reportId);
            if (row.status !== "PUBLISHED" || row.replacedById !== null)
              throw new AppError(
                "INVALID_TRANSITION",
                "REPORT_NOT_IN_FORCE",
                "Only a published report that was not replaced is corrected; a draft is simply changed.",
                { status: row.status, replacedById: row.replacedById },
              );
            const id = v7();
            const now = clock();
            const { patient: _, ...kept } = row;
            await tx.checkupReport.create({
              data: {
                ...kept,
                id,
                reportNumber: correctedNumber(row.reportNumber),
                status: "DRAFT",
                bodySealed: vault.seal({ id, patientId: row.patientId }, vault.open(row, row.bodySealed)),
                replacesId: row.id,
                version: 1,
                createdById: personOf(context),
                createdAt: now,
                updatedAt: now,
                publishedAt: null,
                publishedById: null,
              },
            });
            await replaceItems(tx, { id, tenantId }, await itemsOf(tx, row.id));
            await record(tx, context, "drafted", id, [{ field: "replaces", after: row.id }]);
            await announceReport(tx, originOf(context), id, "DRAFTED");
            return id;
          }),
        lenient,
      ),
    );
  }

  /** Only a draft; what was published stays. */
  async delete(
    context: RequestContext,
    { reportId, expectedVersion }: CheckupReportVersionInput,
  ): Promise<void> {
    await this.options.db.tenant.$transaction(async (tx) => {
      const row = await this.draft(tx, context, reportId);
      if (row.version !== expectedVersion) throw stale(row.id);
      await announceReport(tx, originOf(context), row.id, "DELETED");
      const { count } = await tx.checkupReport.deleteMany({
        where: { id: row.id, version: expectedVersion, status: "DRAFT" },
      });
      if (count === 0) throw stale(row.id);
      await record(tx, context, "deleted", row.id, [{ field: "reportNumber", before: row.reportNumber }]);
    }, lenient);
  }

  /** @throws AppError NOT_FOUND for what the right to write does not reach. */
  private async find(tx: Tx, { principal }: RequestContext, id: string): Promise<ReportRow> {
    const row = await tx.checkupReport.findFirst({
      where: { id, patient: withinReach(principal, right) },
      include: reportInclude,
    });
    if (!row) throw notFound("checkup report", id);
    return row;
  }

  private async draft(tx: Tx, context: RequestContext, id: string): Promise<ReportRow> {
    const row = await this.find(tx, context, id);
    if (row.status !== "DRAFT")
      throw new AppError(
        "INVALID_TRANSITION",
        "REPORT_PUBLISHED",
        "A published report stays as it is; correct it by another.",
        { id },
      );
    return row;
  }

  private async save(tx: Tx, { id }: ReportRow, version: number, data: object): Promise<void> {
    const { count } = await tx.checkupReport.updateMany({
      where: { id, version, status: "DRAFT" },
      data: { ...data, version: version + 1, updatedAt: this.options.clock() },
    });
    if (count === 0) throw stale(id);
  }

  private async checkDay(tenantId: string, examinedOn: string, birthDate: Date): Promise<void> {
    const { clock, zones } = this.options;
    const wrong =
      examinedOn > businessDay(clock(), await zones.of(tenantId))
        ? "in the future"
        : examinedOn < dayText(birthDate)
          ? "before the patient was born"
          : null;
    if (wrong) throw invalidInput([{ path: ["input", "examinedOn"], message: wrong }]);
  }
}

function stale(id: string): AppError {
  return new AppError("CONFLICT", "REPORT_STALE", "The report was changed meanwhile.", { id });
}

function bodyFrom({ conclusion, advice, doctor }: CreateCheckupReportInput) {
  return { conclusion: conclusion || null, advice: advice || null, doctor: doctor ?? null };
}

function bodyGiven({ conclusion, advice, doctor }: ChangeCheckupReportInput) {
  return {
    ...(conclusion !== undefined && { conclusion: conclusion || null }),
    ...(advice !== undefined && { advice: advice || null }),
    ...(doctor !== undefined && { doctor: doctor || null }),
  };
}

function personOf({ principal }: RequestContext): string | null {
  return principal.kind === "USER" ? principal.id : null;
}
