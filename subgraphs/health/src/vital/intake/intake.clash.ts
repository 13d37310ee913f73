import { z } from "zod";

const triesMax = 5;

const clashShape = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) }),
});

/** Two transactions stood in each other's way, and this one was rolled back: a deadlock, or a failure to serialise. */
function isClash(error: unknown): boolean {
  const clash = clashShape.safeParse(error);
  return clash.success && clash.data.meta.driverAdapterError.cause.originalCode.startsWith("40");
}

/** Runs a transaction again that gave way to another. */
export async function retryingClashes<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await transaction();
    } catch (error) {
      if (tries >= triesMax || !isClash(error)) throw error;
    }
}
