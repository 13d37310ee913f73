import { useEffect, useEffectEvent, useState } from "react";

/** Long enough to have been seen, short enough not to keep a badge that means nothing. */
const seenMs = 600;

/** Tells of the newest message that the reader has had before their eyes: in a tab that is shown, for a moment. */
export function useMarkRead(newestShown: string, onRead: ((messageId: string) => void) | undefined): void {
  const [isVisible, setVisible] = useState(() => !document.hidden);
  const read = useEffectEvent((id: string) => onRead?.(id));
  const counts = onRead !== undefined;

  useEffect(() => {
    const look = () => setVisible(!document.hidden);
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);

  useEffect(() => {
    if (!isVisible || !counts || newestShown === "") return;
    const timer = setTimeout(() => read(newestShown), seenMs);
    return () => clearTimeout(timer);
  }, [isVisible, counts, newestShown]);
}
