/** The code Postgres gives a row that breaks a unique index, as Prisma passes it on. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}
