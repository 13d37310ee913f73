-- Patients are a stock: the same ones stay for months. What was counted by the month is counted anew by the domain
-- that has them, which tells all there are when it starts and every half hour.
DELETE FROM wegraph_quota_takes WHERE dimension = 'ACTIVE_PATIENTS';
DELETE FROM saas_quota_usage_realtime WHERE dimension = 'ACTIVE_PATIENTS';
