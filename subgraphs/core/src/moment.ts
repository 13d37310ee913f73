import { z } from "zod";

/** A moment that ISO 8601 writes with a year of four digits, which is what Postgres reads. */
export const moment = z
  .date()
  .min(new Date("1970-01-01T00:00:00Z"), "not before 1970")
  .max(new Date("9999-12-31T23:59:59Z"), "not after 9999");
