import { z } from "zod";

/** Origins in a variable of the environment, separated by commas; nothing stands for none. */
export function originList(origin: z.ZodType<string, string>) {
  return z
    .string()
    .default("")
    .transform((list) => list.split(",").map((each) => each.trim()))
    .transform((list) => list.filter((each) => each !== ""))
    .pipe(z.array(origin));
}
