/** Why files are worked with across tenants; stands in the audit log. */
export const purpose = "files";
/** In whose name the system removes files. */
export const systemPart = "file-keeper";
