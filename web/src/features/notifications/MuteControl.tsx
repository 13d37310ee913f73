import { useMutation } from "@apollo/client/react";
import { Box, Button, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { useToaster } from "../../ui/Toasts.tsx";

const mute = graphql(`
  mutation MuteNotifications($input: MuteNotificationsInput!) {
    muteNotifications(input: $input) {
      preferences {
        mutedUntil
      }
    }
  }
`);

const choices = [
  { words: "mute.for", count: 1, hours: 1 },
  { words: "mute.for", count: 8, hours: 8 },
  { words: "mute.for", count: 24, hours: 24 },
  { words: "mute.forDays", count: 7, hours: 168 },
] as const;

/** Quiet for a while: nothing by mail or SMS but what is critical. */
export function MuteControl({ mutedUntil, onChanged }: { mutedUntil: string | null; onChanged: () => void }) {
  const { t } = useTranslation("notifications");
  const formats = useFormats();
  const toaster = useToaster();
  const [send, { loading }] = useMutation(mute);
  const set = (until: string | null) =>
    void send({ variables: { input: { until } } }).then(onChanged, (error: unknown) => toaster.failed(error));
  return (
    <>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
        {mutedUntil ? t("mute.until", { time: formats.dateTime(mutedUntil) }) : t("mute.text")}
      </Typography>
      <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap" }}>
        {mutedUntil && (
          <Button variant="contained" disabled={loading} onClick={() => set(null)}>
            {t("mute.end")}
          </Button>
        )}
        {choices.map(({ words, count, hours }) => (
          <Button
            key={hours}
            variant="outlined"
            disabled={loading}
            onClick={() => set(new Date(Date.now() + hours * 3_600_000).toISOString())}
          >
            {t(words, { count })}
          </Button>
        ))}
      </Box>
    </>
  );
}
