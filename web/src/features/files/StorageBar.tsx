import { useQuery } from "@apollo/client/react";
import { Box, LinearProgress, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { amountText } from "../../i18n/quotaAmount.ts";
import { useCan } from "../../viewer/ViewerContext.ts";

const storageQuery = graphql(`
  query FileStorage($withQuota: Boolean!) {
    fileStorage {
      files
      bytes
      trashedFiles
      trashedBytes
      fileBytesMax
    }
    storageQuota: quotas @include(if: $withQuota) {
      dimension
      used
      limit
    }
  }
`);

/** What the tenant's files take up, of what they may. */
export function StorageBar() {
  const { t } = useTranslation("files");
  const formats = useFormats();
  // As quotas and bills write it: a plan of 50 GiB is not one of 53.7 GB.
  const amount = (bytes: number) => amountText("STORAGE_BYTES", bytes, formats);
  const can = useCan();
  const { data } = useQuery(storageQuery, {
    variables: { withQuota: can("quota:read") },
    fetchPolicy: "cache-and-network",
    pollInterval: 60_000,
  });
  const storage = data?.fileStorage;
  if (!storage) return <Box sx={{ height: 36 }} />;
  const used = storage.bytes + storage.trashedBytes;
  const limit = data.storageQuota?.find(({ dimension }) => dimension === "STORAGE_BYTES")?.limit;
  const words = [
    limit == null
      ? t("storage.used", { used: amount(used) })
      : t("storage.usedOf", { used: amount(used), limit: amount(limit) }),
    t("storage.files", { count: storage.files }),
    ...(storage.trashedFiles > 0 ? [t("storage.trash", { bytes: amount(storage.trashedBytes) })] : []),
    t("storage.fileMax", { bytes: amount(storage.fileBytesMax) }),
  ];
  const share = limit == null || limit === 0 ? null : Math.min(100, (100 * used) / limit);
  return (
    <Box sx={{ mt: 0.5, maxWidth: 560 }}>
      <Typography variant="body2" color="textSecondary">
        {words.join(" · ")}
      </Typography>
      {share !== null && (
        <LinearProgress
          variant="determinate"
          aria-label={t("storage.title")}
          // A share of a terabyte is a number that ARIA does not take.
          value={Math.round(share)}
          color={share >= 90 ? "error" : share >= 80 ? "warning" : "primary"}
          // The track must not look like what is used.
          sx={{ mt: 0.5, height: 6, borderRadius: 3, bgcolor: "divider" }}
        />
      )}
    </Box>
  );
}
