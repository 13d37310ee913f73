import { useCallback, useLayoutEffect, useRef } from "react";

/** A function whose identity never changes and that always runs the newest body: for event handlers in memoised columns. */
export function useStable<Arguments extends unknown[], Result>(
  body: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  const newest = useRef(body);
  useLayoutEffect(() => {
    newest.current = body;
  });
  return useCallback((...given: Arguments) => newest.current(...given), []);
}
