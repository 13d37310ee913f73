-- A report is found by whose patient it is, as an alert is.
ALTER TABLE "health_checkup_reports" ADD CONSTRAINT "health_checkup_reports_patient_id_fkey" FOREIGN KEY ("patient_id") REFERENCES "health_patients"("id") ON DELETE CASCADE ON UPDATE CASCADE;
