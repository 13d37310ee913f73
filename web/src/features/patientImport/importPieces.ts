import { graphql } from "../../gql/gql.ts";
import type { ImportPatientsMutation, NewPatientInput } from "../../gql/graphql.ts";

export const importPatients = graphql(`
  mutation ImportPatients($input: ImportPatientsInput!) {
    importPatients(input: $input) {
      results {
        row
        outcome
        patientId
        recordNumber
        matchedBy
        sameAsRow
        issues {
          field
          fault
          message
        }
      }
    }
  }
`);

export type ImportResult = ImportPatientsMutation["importPatients"]["results"][number];

export interface SendableRow {
  row: number;
  patient: NewPatientInput;
}

const rowsMax = 200;
/** Of a request's megabyte; letters of Chinese are three bytes each. */
const lettersMax = 250_000;

/** Rows in pieces that a request holds and a person need not wait for. The same rows always make the same pieces. */
export function piecesOf(rows: readonly SendableRow[]): SendableRow[][] {
  const pieces: SendableRow[][] = [];
  let letters = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const long = JSON.stringify(row).length;
    const piece = pieces.at(-1);
    if (piece && piece.length < rowsMax && letters + long <= lettersMax) {
      piece.push(row);
      letters += long;
    } else {
      pieces.push([row]);
      letters = long;
    }
  }
  return pieces;
}
