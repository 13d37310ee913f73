import type { SecretBox } from "@wegraph/kit/secrets";
import { z } from "zod";

const bodyShape = z.object({
  conclusion: z.string().nullable(),
  advice: z.string().nullable(),
  doctor: z.string().nullable(),
});

/** What a doctor wrote. */
export type ReportBody = z.infer<typeof bodyShape>;

interface Place {
  id: string;
  patientId: string;
}

/** What doctors wrote stands sealed, and opens in no other row. */
export class ReportVault {
  constructor(private readonly secrets: SecretBox) {}

  seal(place: Place, { conclusion, advice, doctor }: ReportBody): string {
    return this.secrets.seal(JSON.stringify({ conclusion, advice, doctor }), placeOf(place));
  }

  open(place: Place, sealed: string): ReportBody {
    return bodyShape.parse(JSON.parse(this.secrets.open(sealed, placeOf(place))));
  }
}

function placeOf({ id, patientId }: Place): string {
  return `checkup-report ${patientId} ${id}`;
}
