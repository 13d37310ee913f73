import { Prisma } from "@wegraph/db-health/client";
import type { Principal } from "@wegraph/kit/principal";
import type { Tx } from "../../health.database.ts";
import type { PatientVault } from "../identity/patient.vault.ts";
import type { SearchTokens } from "../identity/searchTokens.ts";
import type { NewPatientInput } from "../patient.input.ts";
import { reaches } from "../patient.scope.ts";
import { dayOf } from "../patient.view.ts";
import { personOf } from "../patient.writer.ts";
import { PeopleIndex } from "./import.rules.ts";
import type { Person } from "./import.rules.ts";

/** A file that is there. */
export interface KnownPerson extends Person {
  id: string;
  recordNumber: string;
}

interface Found {
  id: string;
  recordNumber: string;
  identitySealed: string;
  birthDate: Date;
  clinicianUserId: string | null;
  careTeamUserIds: string[];
  department: string | null;
  createdById: string | null;
}

interface Eyes {
  vault: PatientVault;
  tokens: SearchTokens;
}

const numberOfPlatform = /^P-\d{6,}$/;
/** People of one document in a tenant; more of them would be found one import later. */
const sameDocumentMax = 5_000;

/** The files that may be of somebody among these people, archived ones too. */
export async function findKnown(
  tx: Tx,
  principal: Principal,
  people: readonly NewPatientInput[],
  { vault, tokens }: Eyes,
): Promise<PeopleIndex<KnownPerson>> {
  const { tenantId } = principal;
  const wanted = people.map(({ name, birthDate }) => ({
    day: birthDate,
    tokens: tokens.ofName(tenantId, name),
  }));
  const numbers = people.flatMap(({ recordNumber }) => recordNumber ?? []);
  const documents = people.flatMap(({ idNumber }) =>
    idNumber ? [[tokens.ofIdNumber(tenantId, idNumber)]] : [],
  );
  const ids = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM health_patients WHERE tenant_id = ${tenantId}::uuid AND record_number = ANY (${numbers}::text[])
    UNION SELECT p.id FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS w (day date, tokens text[])
      JOIN health_patients p ON p.birth_date = w.day AND p.search_tokens @> w.tokens WHERE p.tenant_id = ${tenantId}::uuid
    ${
      documents.length === 0
        ? Prisma.empty
        : Prisma.sql`UNION SELECT wegraph_narrow_patients(${JSON.stringify(documents)}::jsonb, NULL, NULL, NULL, ${sameDocumentMax}::int)`
    }`;
  if (ids.length === 0) return new PeopleIndex();
  const rows: Found[] = await tx.patient.findMany({
    where: { id: { in: ids.map(({ id }) => id) } },
    select: {
      id: true,
      recordNumber: true,
      identitySealed: true,
      birthDate: true,
      clinicianUserId: true,
      careTeamUserIds: true,
      department: true,
      createdById: true,
    },
  });
  const by = personOf(principal);
  return new PeopleIndex(
    rows.map((row) => {
      const { id, recordNumber } = row;
      const ownNumber = numberOfPlatform.test(recordNumber) ? null : recordNumber;
      const isTold = reaches(principal, "patient:read", row) || (by !== null && row.createdById === by);
      if (!isTold) return { id, recordNumber, ownNumber, ...nobody };
      const { name, idNumber } = vault.openIdentity(id, row.identitySealed);
      return { id, recordNumber, ownNumber, idNumber, name, birthDate: dayOf(row.birthDate) };
    }),
  );
}

/** Of a file that the caller neither reaches nor made, they may only hear that its number is taken. */
const nobody = { idNumber: null, name: "", birthDate: "" };
