import { Tooltip } from "@mui/material";
import { useFormats } from "../i18n/useFormats.ts";
import { useNow } from "./useNow.ts";

/** "3 min ago", with the exact time on hover and for machines. */
export function TimeAgo({ at, pace = "halfMinute" }: { at: string; pace?: "second" | "halfMinute" }) {
  const formats = useFormats();
  const now = useNow(pace);
  const then = Math.min(new Date(at).getTime(), now);
  return (
    <Tooltip title={formats.exact(at)}>
      <time dateTime={at}>{formats.ago(then, now)}</time>
    </Tooltip>
  );
}

/** A moment in the tenant's time zone; the tooltip names the zone. */
export function Time({ at }: { at: string }) {
  const formats = useFormats();
  return (
    <Tooltip title={formats.exact(at)}>
      <time dateTime={at}>{formats.dateTime(at)}</time>
    </Tooltip>
  );
}

/** How long something has lasted, counting on. */
export function Lasting({ since, pace = "halfMinute" }: { since: string; pace?: "second" | "halfMinute" }) {
  const formats = useFormats();
  const now = useNow(pace);
  return (
    <Tooltip title={formats.exact(since)}>
      <time dateTime={since}>{formats.duration(Math.max(0, now - new Date(since).getTime()))}</time>
    </Tooltip>
  );
}
