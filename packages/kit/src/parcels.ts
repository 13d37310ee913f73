import type { z } from "zod";
import type { Bus } from "./bus.ts";
import type { Logger } from "./log.ts";

type Connection = Bus["connection"];

export interface Intake<Parcel> {
  subject: string;
  shape: z.ZodType<Parcel>;
  /** Once it resolves the sender forgets the parcel; when it rejects the sender keeps it and tries again. */
  take: (parcel: Parcel) => Promise<void>;
}

/** Takes in what `Shipper`s of other processes send. Of several processes that do so one gets each parcel. */
export function takeIn<Parcel>(
  connection: Connection,
  { subject, shape, take }: Intake<Parcel>,
  log: Logger,
): { stop(): void } {
  const subscription = connection.subscribe(subject, {
    queue: subject,
    callback: (problem, message) => {
      if (problem) return;
      const parsed = shape.safeParse(read(message.string()));
      // Sent again it would be no better: acknowledged with what is wrong.
      if (!parsed.success) return void message.respond(parsed.error.issues[0]?.message ?? "malformed");
      take(parsed.data).then(
        () => message.respond(""),
        (err: unknown) => log.warn({ err, subject }, "not taken in; it comes again"),
      );
    },
  });
  return { stop: () => subscription.unsubscribe() };
}

/** Hears all of it, whoever takes it in. */
export function overhear<Parcel>(
  connection: Connection,
  { subject, shape, take }: Omit<Intake<Parcel>, "take"> & { take: (parcel: Parcel) => void },
): { stop(): void } {
  const subscription = connection.subscribe(subject, {
    callback: (problem, message) => {
      const parsed = problem ? undefined : shape.safeParse(read(message.string()));
      if (parsed?.success) take(parsed.data);
    },
  });
  return { stop: () => subscription.unsubscribe() };
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
