-- Scores are computed from vital signs; when one of those is taken back, those made with it are made again without it.
GRANT DELETE ON "wegraph_news2_scores" TO wegraph_app;

-- What was taken back is found by its patient; all other lists go by the index of charts.
CREATE INDEX "health_vital_signs_taken_back_idx" ON "health_vital_signs"("patient_id", "code", "measured_at") WHERE "retracted_at" IS NOT NULL;
