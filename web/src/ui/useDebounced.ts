import { useEffect, useState } from "react";

/** The value once it has held still for a while: one question per pause in typing, not per letter. */
export function useDebounced<Value>(value: Value, ms: number): Value {
  const [held, setHeld] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setHeld(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return held;
}
