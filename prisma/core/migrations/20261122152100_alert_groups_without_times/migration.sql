-- When a group is due follows from what waits in it: nothing of that is stored.
ALTER TABLE "wegraph_alert_groups" DROP CONSTRAINT "wegraph_alert_groups_waiting_check";
DROP INDEX "wegraph_alert_groups_due_idx";
ALTER TABLE "wegraph_alert_groups" DROP COLUMN "due_at",
DROP COLUMN "held_for",
DROP COLUMN "opened_at";
