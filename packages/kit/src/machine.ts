import { AppError } from "./errors.ts";

/** (state, event) → next state. Every state must be a key, so a state that is forgotten does not compile. */
export type Machine<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, State>>>>
>;

/**
 * The state after `event`.
 * @throws AppError INVALID_TRANSITION when the table has no such entry; nothing may change then.
 */
export function step<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: State,
  event: Event,
): State {
  const next = machine[state][event];
  if (next !== undefined) return next;
  throw new AppError("INVALID_TRANSITION", "TRANSITION_REFUSED", `${event} is not possible in ${state}.`, {
    state,
    event,
    possible: Object.keys(machine[state]),
  });
}
