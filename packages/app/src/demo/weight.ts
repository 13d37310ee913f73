import { randomOf } from "./random.ts";

/** In kg, of the patient whose file is the nth of the tenant: one for what was measured before, and for the scale at home. */
export function weightOf(slug: string, nth: number): number {
  return Math.round(randomOf(`weight ${nth} of ${slug}`).between(52, 84) * 10) / 10;
}
