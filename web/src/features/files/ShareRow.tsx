import { useLazyQuery, useMutation } from "@apollo/client/react";
import { Box, Button, Chip, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { File_ShareFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Time } from "../../ui/Time.tsx";
import { useToaster } from "../../ui/Toasts.tsx";

export const shareFragment = graphql(`
  fragment File_share on FileShare {
    id
    path
    state
    hasPassword
    expiresAt
    downloads
    downloadsMax
    createdAt
  }
`);

const revokeShare = graphql(`
  mutation RevokeFileShare($input: FileShareInput!) {
    revokeFileShare(input: $input) {
      share {
        ...File_share
      }
    }
  }
`);

const accessesQuery = graphql(`
  query FileShareAccesses($shareId: ID!) {
    fileShareAccesses(shareId: $shareId, first: 20) {
      nodes {
        id
        at
        outcome
        address
      }
    }
  }
`);

/** A link: whether it leads somewhere, how often it was used, and by whom. */
export function ShareRow({ share }: { share: File_ShareFragment }) {
  const { t } = useTranslation("files");
  const formats = useFormats();
  const toaster = useToaster();
  const [revoke, { loading }] = useMutation(revokeShare);
  const [look, { data: log }] = useLazyQuery(accessesQuery, { fetchPolicy: "network-only" });
  const { id, path, state, hasPassword, expiresAt, downloads, downloadsMax } = share;
  const url = `${window.location.origin}${path}`;
  const used =
    downloadsMax === null
      ? t("share.downloads", { count: downloads, used: formats.number(downloads) })
      : t("share.downloadsOf", { used: formats.number(downloads), max: formats.number(downloadsMax) });
  const facts = [
    used,
    expiresAt ? t("share.until", { at: formats.dateTime(expiresAt) }) : t("share.forever"),
    ...(hasPassword ? [t("share.hasPassword")] : []),
  ];
  const end = () => {
    revoke({ variables: { input: { shareId: id } } }).catch((error: unknown) => toaster.failed(error));
  };
  return (
    <Box component="li" sx={{ border: 1, borderColor: "divider", borderRadius: 1.5, p: 1.25 }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
        <Typography variant="body2" noWrap sx={{ flex: 1, minWidth: 0 }} title={url}>
          {url}
        </Typography>
        {state === "OPEN" ? (
          <CopyButton text={url} label={t("share.copy")} />
        ) : (
          <Chip size="small" label={t(`share.state.${state}`)} />
        )}
      </Box>
      <Typography variant="caption" color="textSecondary" component="div">
        {facts.join(" · ")}
      </Typography>
      <Box sx={{ display: "flex", gap: 1, mt: 0.5 }}>
        <Button size="small" color="inherit" onClick={() => void look({ variables: { shareId: id } })}>
          {t("share.log")}
        </Button>
        {state !== "REVOKED" && (
          <Button size="small" color="error" disabled={loading} onClick={end}>
            {t("share.revoke")}
          </Button>
        )}
      </Box>
      {log && (
        <Box component="ul" sx={{ listStyle: "none", m: 0, mt: 0.5, p: 0 }}>
          {log.fileShareAccesses.nodes.length === 0 && (
            <Typography variant="caption" component="li">
              {t("share.nobody")}
            </Typography>
          )}
          {log.fileShareAccesses.nodes.map((access) => (
            <Typography key={access.id} variant="caption" component="li">
              <Time at={access.at} /> · {t(`share.outcome.${access.outcome}`)} · {access.address ?? "–"}
            </Typography>
          ))}
        </Box>
      )}
    </Box>
  );
}
