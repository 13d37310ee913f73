-- What an upload's last attempt is known by, and the seal on the end of an audit log.
ALTER TABLE "saas_file_uploads" ADD COLUMN "object_key" TEXT;

ALTER TABLE "wegraph_audit_heads" ADD COLUMN "seal" TEXT;
