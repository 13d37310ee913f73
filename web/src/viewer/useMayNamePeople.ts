import { useCan } from "./ViewerContext.ts";

/** Whether colleagues may be asked for by name: with the right to their names alone, or to see users altogether. */
export function useMayNamePeople(): boolean {
  const can = useCan();
  return can("colleague:read") || can("user:read");
}
