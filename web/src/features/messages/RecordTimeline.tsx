import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { MessageDetail_MessageFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { messageStatusLook } from "../../status/messageStatus.ts";
import { ink } from "../../theme/tones.ts";
import { Time } from "../../ui/Time.tsx";
import { stepsOf } from "./timeline.ts";

/** What happened to a message, in order, with the time each step took. */
export function RecordTimeline({ message }: { message: MessageDetail_MessageFragment }) {
  const { t } = useTranslation(["messages", "status"]);
  const formats = useFormats();
  return (
    <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1 }}>
      {stepsOf(message).map(({ key, status, at, afterMs }) => {
        const { icon: Icon, tone } = messageStatusLook[status];
        return (
          <Box component="li" key={key} sx={{ display: "flex", gap: 1, alignItems: "center" }}>
            <Icon sx={{ fontSize: 18, color: ink(tone) }} aria-hidden="true" />
            <Typography variant="body2" sx={{ width: 96, flexShrink: 0 }}>
              {t(`step.${key}`)}
            </Typography>
            <Typography variant="body2" color="textSecondary" sx={{ flex: 1 }}>
              <Time at={at} />
            </Typography>
            {afterMs !== null && (
              <Typography variant="caption" color="textSecondary">
                {afterMs < 1_000 ? t("ms", { ms: afterMs }) : formats.duration(afterMs)}
              </Typography>
            )}
          </Box>
        );
      })}
    </Box>
  );
}
