import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { readState, type StateOf, writeState } from "./urlState.ts";

/** push: the change is a step that Back undoes (a dialog, a page of a list) and not a refinement. */
export type ChangeUrlState<Shape> = (change: Partial<StateOf<Shape>>, how?: "push" | "replace") => void;

/** The state of a view, kept in its address: a link or a reload shows the same thing again. */
export function useUrlState<Shape extends object>(shape: Shape): [StateOf<Shape>, ChangeUrlState<Shape>] {
  const [params, setParams] = useSearchParams();
  const state = useMemo(() => readState(shape, params), [shape, params]);
  const change = useCallback<ChangeUrlState<Shape>>(
    (next, how = "replace") => {
      setParams((now) => writeState(shape, now, next), {
        replace: how === "replace",
        preventScrollReset: true,
        // As a transition, the second of two quick ticks would start from the state before the first.
        flushSync: true,
      });
    },
    [setParams, shape],
  );
  return [state, change];
}
