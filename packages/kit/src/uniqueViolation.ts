import type { AppError } from "./errors.ts";

/** The code Postgres gives a row that breaks a unique index, as Prisma passes it on. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}

/** @throws AppError the refusal, where the database refused a row because there is one that must be the only one. */
export async function refusingTwins<T>(
  refusal: (cause: unknown) => AppError,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isUniqueViolation(error) ? refusal(error) : error;
  }
}
