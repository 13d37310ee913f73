import { invalidInput } from "./errors.ts";

/** A place in the event stream. */
export interface StreamPosition {
  /** Which making of the stream: one that was lost and made anew counts from one again. */
  incarnation: number;
  /** Of the last message before the place; 0 for the beginning. */
  seq: number;
  /** When that message was stored, in milliseconds of Unix time; proves that the number still stands for it. */
  storedAt: number;
}

/** The client library loses the last digits of a message's time. */
export const storedWithinMs = 1;

const shape = /^([0-9a-z]{1,9})\.([0-9a-z]{1,10})\.([0-9a-z]{1,9})$/;

/** Opaque to everyone but `positionOf`; some twenty characters. */
export function cursorOf({ incarnation, seq, storedAt }: StreamPosition): string {
  return [incarnation, seq, storedAt].map((part) => part.toString(36)).join(".");
}

/** @throws AppError INVALID_INPUT (CURSOR_MALFORMED) for what `cursorOf` cannot have made. */
export function positionOf(cursor: string): StreamPosition {
  const [, incarnation, seq, storedAt] = shape.exec(cursor) ?? [];
  if (incarnation === undefined || seq === undefined || storedAt === undefined)
    throw invalidInput([{ path: [], message: "not a cursor of this stream" }], "CURSOR_MALFORMED");
  const number = (part: string) => Number.parseInt(part, 36);
  return { incarnation: number(incarnation), seq: number(seq), storedAt: number(storedAt) };
}
