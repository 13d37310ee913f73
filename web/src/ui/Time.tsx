import { useFormats } from "../i18n/useFormats.ts";
import { useNow } from "./useNow.ts";

interface AtProps {
  at: string;
  pace?: "second" | "halfMinute";
}

// The exact time stands in `title`: lists are full of these, and a tooltip of Material's for each
// would cost more than the rest of the row.

/** "3 min ago", with the exact time on hover and for machines. */
export function TimeAgo({ at, pace = "halfMinute" }: AtProps) {
  const formats = useFormats();
  const now = useNow(pace);
  const then = Math.min(new Date(at).getTime(), now);
  return (
    <time dateTime={at} title={formats.exact(at)}>
      {formats.ago(then, now)}
    </time>
  );
}

/** A moment in the tenant's time zone; on hover, with seconds and the zone's name. */
export function Time({ at }: { at: string }) {
  const formats = useFormats();
  return (
    <time dateTime={at} title={formats.exact(at)}>
      {formats.dateTime(at)}
    </time>
  );
}

/** How long something has lasted, counting on. */
export function Lasting({ since, pace = "halfMinute" }: { since: string; pace?: "second" | "halfMinute" }) {
  const formats = useFormats();
  const now = useNow(pace);
  return (
    <time dateTime={since} title={formats.exact(since)}>
      {formats.duration(Math.max(0, now - new Date(since).getTime()))}
    </time>
  );
}
