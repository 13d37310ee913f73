import { fileURLToPath } from "node:url";

/** The folder that holds this domain's schema.prisma and its migrations. */
export const schemaDir = fileURLToPath(new URL("..", import.meta.url));
