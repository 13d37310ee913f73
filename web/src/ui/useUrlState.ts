import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { AddressChanges } from "./addressChanges.ts";
import { readState, type StateOf, writeState } from "./urlState.ts";
import { useStable } from "./useStable.ts";

/** push: the change is a step that Back undoes (a dialog, a page of a list) and not a refinement. */
export type ChangeUrlState<Shape> = (change: Partial<StateOf<Shape>>, how?: "push" | "replace") => void;

const changes = new AddressChanges((work) => void setTimeout(work, 0));

/** The state of a view, kept in its address: a link or a reload shows the same thing again. */
export function useUrlState<Shape extends object>(shape: Shape): [StateOf<Shape>, ChangeUrlState<Shape>] {
  const [params, setParams] = useSearchParams();
  const state = useMemo(() => readState(shape, params), [shape, params]);
  // Stable: a handler that waited for the server changes the address as it is then, not as it was.
  const change = useStable<Parameters<ChangeUrlState<Shape>>, void>((next, how = "replace") => {
    setParams(
      changes.after(params, (now) => writeState(shape, now, next)),
      {
        replace: how === "replace",
        preventScrollReset: true,
        // As a transition, the second of two quick ticks would start from the state before the first.
        flushSync: true,
      },
    );
  });
  return [state, change];
}
