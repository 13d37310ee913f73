import type { Prisma } from "@wegraph/db-core/client";
import { matchersShape } from "./matcher.rules.ts";
import type { Matcher } from "./matcher.rules.ts";

export const silenceColumns = {
  id: true,
  tenantId: true,
  matchers: true,
  startsAt: true,
  endsAt: true,
  comment: true,
  createdById: true,
  createdAt: true,
  updatedAt: true,
  version: true,
} as const satisfies Prisma.AlertSilenceSelect;

type StoredSilence = Prisma.AlertSilenceGetPayload<{ select: typeof silenceColumns }>;

export type SilenceRow = Omit<StoredSilence, "matchers"> & { matchers: Matcher[] };

export function asSilenceRow(row: StoredSilence): SilenceRow {
  return { ...row, matchers: matchersShape.parse(row.matchers) };
}
