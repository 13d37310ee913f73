import { type RefObject, useEffectEvent, useLayoutEffect, useRef, useState } from "react";

/** So near to an end that the reader means it. */
const nearPx = 80;

interface StayPut {
  onScroll: () => void;
  /** Something came in below what the reader looks at. */
  hasNew: boolean;
  isAtEnd: boolean;
  toEnd: () => void;
}

/**
 * Keeps what the reader looks at where it is: older messages that come in above push nothing down, newer ones below
 * are followed only by who is at the end already.
 */
export function useStayPut(
  box: RefObject<HTMLDivElement | null>,
  given: { first: string; last: string; onNearStart: () => void },
): StayPut {
  const { first, last, onNearStart } = given;
  const fromEnd = useRef(0);
  const known = useRef({ first: "", last: "" });
  const [hasNew, setHasNew] = useState(false);
  const [isAtEnd, setAtEnd] = useState(true);
  const nearStart = useEffectEvent(onNearStart);

  const measure = () => {
    const element = box.current;
    if (!element) return;
    fromEnd.current = element.scrollHeight - element.scrollTop;
    const atEnd = fromEnd.current - element.clientHeight < nearPx;
    setAtEnd(atEnd);
    if (atEnd) setHasNew(false);
  };
  const toEnd = () => {
    const element = box.current;
    if (!element) return;
    scrollTo(element, element.scrollHeight);
    measure();
  };

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const before = known.current;
    known.current = { first, last };
    const wasAtEnd = fromEnd.current - element.clientHeight < nearPx;
    if (before.last === "" || (wasAtEnd && before.last !== last)) scrollTo(element, element.scrollHeight);
    else if (before.first !== first && before.last === last)
      scrollTo(element, element.scrollHeight - fromEnd.current);
    else if (before.last !== last) setHasNew(true);
    fromEnd.current = element.scrollHeight - element.scrollTop;
    // A talk that does not fill the box cannot be scrolled to its beginning.
    if (element.scrollHeight <= element.clientHeight && first !== "") nearStart();
  }, [box, first, last]);

  return {
    hasNew,
    isAtEnd,
    toEnd,
    onScroll: () => {
      measure();
      if (box.current && box.current.scrollTop < nearPx * 2) onNearStart();
    },
  };
}

function scrollTo(element: Element, top: number): void {
  element.scrollTo({ top, behavior: "instant" });
}
