import { v7 } from "uuid";
import { recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import { domain } from "../../database.ts";
import type { CoreDatabase, Tx } from "../../database.ts";
import { refreshTenant } from "../telling/suppressor.ts";
import type { Matcher } from "./matcher.rules.ts";
import { expressionProblem, matchesEverything } from "./matcher.rules.ts";
import { asSilenceRow, silenceColumns } from "./silence.row.ts";
import type { SilenceRow } from "./silence.row.ts";

const record = recorderOf(domain, "alert-silence");

export interface NewSilence {
  matchers: Matcher[];
  startsAt: Date | null;
  endsAt: Date;
  comment: string;
}

export interface SilenceChange {
  endsAt?: Date;
  comment?: string;
}

/** In force or to come, of one tenant. */
const silencesMax = 500;
const longestMs = 90 * 24 * 60 * 60_000;

/** Alerts that people are not to be told of for some time. What is silenced says so at once, and why. */
export class SilenceService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  create(context: RequestContext, input: NewSilence, idempotencyKey: string | null): Promise<SilenceRow> {
    const { tenantId } = context.principal;
    checkMatchers(input.matchers);
    return this.db.tenant.$transaction(async (tx) => {
      const request = { tenantId, scope: "createAlertSilence", key: idempotencyKey, input };
      const id = await once(tx, request, () => this.insert(tx, context, input));
      return silenceOf(tx, id);
    });
  }

  /** What it matches stays: another set of alerts is another silence, with another comment. */
  update(context: RequestContext, id: string, change: SilenceChange): Promise<SilenceRow> {
    return this.db.tenant.$transaction(async (tx) => {
      const before = await this.lockedOpen(tx, id);
      const now = this.clock();
      checkTime(before.startsAt, change.endsAt ?? before.endsAt, now);
      await tx.alertSilence.updateMany({
        where: { id },
        data: { ...change, updatedAt: now, version: before.version + 1 },
      });
      await record(tx, context, "updated", id, [
        ...(change.endsAt ? [{ field: "endsAt", before: before.endsAt, after: change.endsAt }] : []),
        ...(change.comment === undefined
          ? []
          : [{ field: "comment", before: before.comment, after: change.comment }]),
      ]);
      await refreshTenant(tx, before.tenantId, now, originOf(context));
      return silenceOf(tx, id);
    });
  }

  /** Ends it now. It stays in the list of those that were. */
  end(context: RequestContext, id: string): Promise<SilenceRow> {
    return this.db.tenant.$transaction(async (tx) => {
      const before = await this.lockedOpen(tx, id);
      const now = this.clock();
      const startsAt = before.startsAt > now ? now : before.startsAt;
      await tx.alertSilence.updateMany({
        where: { id },
        data: { startsAt, endsAt: now, updatedAt: now, version: before.version + 1 },
      });
      await record(tx, context, "ended", id, [{ field: "endsAt", before: before.endsAt, after: now }]);
      await refreshTenant(tx, before.tenantId, now, originOf(context));
      return silenceOf(tx, id);
    });
  }

  private async insert(tx: Tx, context: RequestContext, input: NewSilence): Promise<string> {
    const { tenantId, kind, id: actorId } = context.principal;
    const now = this.clock();
    const startsAt = input.startsAt ?? now;
    checkTime(startsAt, input.endsAt, now);
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`silences ${tenantId}`}, 0))`;
    if ((await tx.alertSilence.count({ where: { endsAt: { gt: now } } })) >= silencesMax)
      throw new AppError(
        "CONFLICT",
        "SILENCES_TOO_MANY",
        `A tenant has at most ${silencesMax} silences at a time.`,
      );
    const id = v7();
    await tx.alertSilence.createMany({
      data: {
        id,
        tenantId,
        matchers: input.matchers.map((matcher) => ({ ...matcher })),
        startsAt,
        endsAt: input.endsAt,
        comment: input.comment,
        createdById: kind === "USER" ? actorId : null,
        createdAt: now,
        updatedAt: now,
      },
    });
    await record(tx, context, "created", id, [
      { field: "matchers", after: input.matchers },
      { field: "startsAt", after: startsAt },
      { field: "endsAt", after: input.endsAt },
      { field: "comment", after: input.comment },
    ]);
    await refreshTenant(tx, tenantId, now, originOf(context));
    return id;
  }

  private async lockedOpen(tx: Tx, id: string): Promise<SilenceRow> {
    await tx.$queryRaw`SELECT FROM saas_alert_silences WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await tx.alertSilence.findUnique({ where: { id }, select: silenceColumns });
    if (!row) throw notFound("alert silence", id);
    if (row.endsAt <= this.clock())
      throw new AppError("CONFLICT", "SILENCE_OVER", "This silence is over.", {
        endsAt: row.endsAt.toISOString(),
      });
    return asSilenceRow(row);
  }
}

/**
 * @param at where in the input they stand
 * @throws AppError INVALID_INPUT for an expression that is none, and for what would silence nearly everything.
 */
export function checkMatchers(
  matchers: readonly Matcher[],
  at: readonly (string | number)[] = ["input", "matchers"],
): void {
  const issues = matchers.flatMap((matcher, nth) => {
    const message = expressionProblem(matcher);
    return message === null ? [] : [{ path: [...at, nth, "value"], message }];
  });
  if (issues.length > 0) throw invalidInput(issues);
  if (matchesEverything(matchers))
    throw invalidInput(
      [
        {
          path: [...at],
          message: "at least one must not match an empty value: this would silence everything",
        },
      ],
      "SILENCE_TOO_WIDE",
    );
}

function checkTime(startsAt: Date, endsAt: Date, now: Date): void {
  const problem =
    endsAt <= startsAt || endsAt <= now
      ? "after the beginning, and in the future"
      : endsAt.getTime() - startsAt.getTime() > longestMs
        ? "at most 90 days after the beginning"
        : null;
  if (problem !== null) throw invalidInput([{ path: ["input", "endsAt"], message: problem }]);
}

async function silenceOf(tx: Tx, id: string): Promise<SilenceRow> {
  return asSilenceRow(await tx.alertSilence.findUniqueOrThrow({ where: { id }, select: silenceColumns }));
}
