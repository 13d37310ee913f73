import type { JobDeclaration } from "@wegraph/kit/jobDesk";
import type { Tx } from "../database.ts";
import { nextAfter } from "./job.schedule.ts";

interface Declaring {
  host: string;
  jobs: readonly JobDeclaration[];
  now: Date;
}

/**
 * Takes over what a host says of its jobs. What administrators changed stays, and a moment that has passed meanwhile
 * stays due, unless the schedule itself is another one now.
 */
export async function declareJobs(tx: Tx, { host, jobs, now }: Declaring): Promise<void> {
  // Two processes of a host that start together say the same one after the other.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`jobs ${host}`}, 0))`;
  const names = jobs.map(({ name }) => name);
  const known = new Map(
    (await tx.scheduledJob.findMany({ where: { name: { in: names } } })).map((row) => [row.name, row]),
  );
  for (const job of jobs) {
    const row = known.get(job.name);
    if (row && row.host !== host) throw new RangeError(`${job.name} is a job of ${row.host} already`);
    const declared = {
      titleZh: job.title.zh,
      titleEn: job.title.en,
      declaredCron: job.cron,
      declaredZone: job.timeZone,
      misfire: job.misfire,
      maxRunMs: job.maxRunMs,
    };
    const schedule = { cron: row?.cron ?? job.cron, timeZone: row?.timeZone ?? job.timeZone };
    const isSame =
      row?.retiredAt === null &&
      schedule.cron === (row.cron ?? row.declaredCron) &&
      schedule.timeZone === (row.timeZone ?? row.declaredZone);
    const nextRunAt = row?.pausedAt ? null : isSame ? row.nextRunAt : nextAfter(schedule, now);
    await tx.scheduledJob.upsert({
      where: { name: job.name },
      create: { name: job.name, host, ...declared, nextRunAt, createdAt: now, updatedAt: now },
      update: { ...declared, nextRunAt, retiredAt: null },
      select: { name: true },
    });
  }
  await tx.scheduledJob.updateMany({
    where: { host, name: { notIn: names }, retiredAt: null },
    data: { retiredAt: now, nextRunAt: null },
  });
}
