-- An alert is found by whose patient it is: lists and counts reach no further than the caller's right to the patient.
ALTER TABLE "health_alerts" ADD CONSTRAINT "health_alerts_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "health_patients"("id") ON DELETE CASCADE ON UPDATE CASCADE;
