import type { Prisma } from "@wegraph/db-health/client";
import type { Principal } from "@wegraph/kit/principal";
import { scopeFor } from "@wegraph/kit/principal";
import type { HealthDatabase } from "../health.database.ts";
import type { News2Risk } from "../news2/news2.ts";
import type { SearchTokens } from "./identity/searchTokens.ts";
import type { Consent, PatientStatus, Sex } from "./patient.facts.ts";
import { withinReach } from "./patient.scope.ts";

export interface PatientFilterValues {
  search?: string | null | undefined;
  statuses?: PatientStatus[] | null | undefined;
  sex?: Sex | null | undefined;
  groups?: string[] | null | undefined;
  clinicianId?: string | null | undefined;
  careTeamMemberId?: string | null | undefined;
  department?: string | null | undefined;
  consents?: Consent[] | null | undefined;
  news2Risks?: News2Risk[] | null | undefined;
  silentSince?: Date | null | undefined;
  isArchived?: boolean | null | undefined;
}

const right = "patient:read";
/** Up to so many ids are worth naming; a condition that more patients meet finds a page soon without an index. */
const narrowMax = 2_000;

/** The patients a caller may see and asked for, as a condition that Postgres can answer from an index. */
export async function filterCondition(
  db: HealthDatabase,
  tokens: SearchTokens,
  principal: Principal,
  filter: PatientFilterValues,
): Promise<Prisma.PatientWhereInput> {
  const search = filter.search ? searchFor(tokens, principal.tenantId, filter.search) : null;
  const narrowed = await narrow(db, principal, filter, search);
  const AND: Prisma.PatientWhereInput[] = [withinReach(principal, right), ...plain(filter)];
  if (search && narrowed === null) AND.push(search.condition);
  if (narrowed) AND.push({ id: { in: narrowed } });
  return { AND };
}

function plain(filter: PatientFilterValues): Prisma.PatientWhereInput[] {
  const { statuses, sex, groups, clinicianId, careTeamMemberId, department, consents } = filter;
  const { news2Risks, silentSince, isArchived } = filter;
  const conditions: Prisma.PatientWhereInput[] = [{ archivedAt: isArchived ? { not: null } : null }];
  if (statuses?.length) conditions.push({ status: { in: statuses } });
  if (sex) conditions.push({ sex });
  if (groups?.length) conditions.push({ groups: { hasSome: groups } });
  if (clinicianId) conditions.push({ clinicianUserId: clinicianId });
  if (careTeamMemberId)
    conditions.push({
      OR: [{ clinicianUserId: careTeamMemberId }, { careTeamUserIds: { has: careTeamMemberId } }],
    });
  if (department) conditions.push({ department });
  if (consents?.length) conditions.push({ consent: { in: consents } });
  if (news2Risks?.length) conditions.push({ state: { news2Risk: { in: news2Risks } } });
  if (silentSince)
    conditions.push({ state: { OR: [{ lastReadingAt: null }, { lastReadingAt: { lt: silentSince } }] } });
  return conditions;
}

interface Search {
  wanted: string[][];
  recordPrefix: string;
  condition: Prisma.PatientWhereInput;
}

function searchFor(tokens: SearchTokens, tenantId: string, typed: string): Search {
  const wanted = tokens.wanted(tenantId, typed);
  const recordPrefix = recordPrefixOf(typed);
  return {
    wanted,
    recordPrefix,
    condition: {
      OR: [
        { recordNumber: { startsWith: recordPrefix, mode: "insensitive" } },
        ...wanted.map((all) => ({ searchTokens: { hasEvery: all } })),
      ],
    },
  };
}

/** "42" is the file P-000042; anything else is how a number begins. */
function recordPrefixOf(typed: string): string {
  const text = typed.trim().toUpperCase();
  return /^\d{1,3}$/.test(text) ? `P-${text.padStart(6, "0")}` : text;
}

/**
 * Ids by the conditions whose indexes row-level security would leave idle (see wegraph_narrow_patients in the
 * migration), or null when there is no such condition, or too many patients meet it.
 */
async function narrow(
  { tenant }: HealthDatabase,
  principal: Principal,
  { groups }: PatientFilterValues,
  search: Search | null,
): Promise<string[] | null> {
  const wantedGroups = groups?.length ? groups : null;
  const boundTo = scopeFor(principal, right) === "BOUND" ? principal.id : null;
  if (search === null && wantedGroups === null && boundTo === null) return null;
  const wanted = search && JSON.stringify(search.wanted);
  const rows = await tenant.$queryRaw<{ id: string }[]>`
    SELECT id FROM wegraph_narrow_patients(${wanted}::jsonb, ${search?.recordPrefix ?? null}, ${wantedGroups}::text[],
      ${boundTo}::uuid, ${narrowMax + 1}::int) AS id`;
  return rows.length > narrowMax ? null : rows.map(({ id }) => id);
}
