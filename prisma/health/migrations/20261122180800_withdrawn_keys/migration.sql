-- A device that withdraws a reading may send the right one of the same moment: the key of the wrong one goes with it.
GRANT DELETE ON "wegraph_vital_sign_keys" TO wegraph_app;
