import type { SecretBox } from "@wegraph/kit/secrets";
import { historyShape, identityShape } from "./identity.ts";
import type { History, Identity } from "./identity.ts";

/** Seals who a patient is and what is known of them; bound to the patient, it opens in no other row. */
export class PatientVault {
  constructor(private readonly secrets: SecretBox) {}

  sealIdentity(patientId: string, identity: Identity): string {
    return this.secrets.seal(JSON.stringify(identity), place("identity", patientId));
  }

  openIdentity(patientId: string, sealed: string): Identity {
    return identityShape.parse(JSON.parse(this.secrets.open(sealed, place("identity", patientId))));
  }

  sealHistory(patientId: string, history: History): string {
    return this.secrets.seal(JSON.stringify(history), place("history", patientId));
  }

  openHistory(patientId: string, sealed: string): History {
    return historyShape.parse(JSON.parse(this.secrets.open(sealed, place("history", patientId))));
  }
}

function place(column: "identity" | "history", patientId: string): string {
  return `health_patients.${column}_sealed ${patientId}`;
}
