import { useMutation } from "@apollo/client/react";
import EditIcon from "@mui/icons-material/EditOutlined";
import TagIcon from "@mui/icons-material/SellOutlined";
import { Box, Button, IconButton, Tooltip } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { ContactStatusLabel, TagChips } from "./contactCells.tsx";
import type { ContactDetail, Follower } from "./contactsQuery.ts";
import { RemarkDialog } from "./RemarkDialog.tsx";
import { TagDialog } from "./TagDialog.tsx";

const revealContactMobiles = graphql(`
  mutation RevealContactMobiles($input: RevealContactMobilesInput!) {
    revealContactMobiles(input: $input) {
      mobiles
    }
  }
`);

/** What one employee noted about a contact, and the ways to change it. */
export function FollowerPanel({ contact, follower }: { contact: ContactDetail; follower: Follower }) {
  const { t } = useTranslation(["contacts", "common"]);
  const can = useCan();
  const toaster = useToaster();
  const [open, setOpen] = useState<"remark" | "tags" | null>(null);
  const [shown, setShown] = useState<readonly string[] | null>(null);
  const [reveal, { loading }] = useMutation(revealContactMobiles);
  const name = follower.member?.name ?? follower.userId;
  const mayManage = can("contact:manage") && follower.status !== "REMOVED";
  const show = () =>
    reveal({ variables: { input: { contactId: contact.id, userId: follower.userId } } }).then(
      ({ data }) => setShown(data?.revealContactMobiles.mobiles ?? []),
      (error: unknown) => toaster.failed(error),
    );

  return (
    <Panel
      title={name}
      note={<ContactStatusLabel status={follower.status} />}
      actions={
        mayManage && (
          <>
            <Tooltip title={t("tags.edit")}>
              <IconButton aria-label={`${t("tags.edit")}: ${name}`} onClick={() => setOpen("tags")}>
                <TagIcon fontSize="small" />
              </IconButton>
            </Tooltip>
            <Tooltip title={t("remark.edit")}>
              <IconButton aria-label={`${t("remark.edit")}: ${name}`} onClick={() => setOpen("remark")}>
                <EditIcon fontSize="small" />
              </IconButton>
            </Tooltip>
          </>
        )
      }
    >
      <Facts
        facts={[
          [t("remark.remark"), follower.remark || t("common:none")],
          ...(follower.description ? [[t("remark.description"), follower.description] as const] : []),
          ...(follower.remarkCorpName ? [[t("remark.corpName"), follower.remarkCorpName] as const] : []),
          ...(follower.mobiles.length > 0
            ? [
                [
                  t("remark.mobiles"),
                  <Box key="mobiles" sx={{ display: "flex", flexWrap: "wrap", gap: 1, alignItems: "center" }}>
                    <span>{(shown ?? follower.mobiles).join(", ")}</span>
                    {mayManage && !shown && (
                      <Button size="small" disabled={loading} onClick={() => void show()}>
                        {t("remark.reveal")}
                      </Button>
                    )}
                  </Box>,
                ] as const,
              ]
            : []),
          [
            t("column.tags"),
            follower.tags.length > 0 ? <TagChips key="tags" tags={follower.tags} /> : t("common:none"),
          ],
          [t("column.way"), [t(`way.${follower.addWay}`), follower.state].filter(Boolean).join(" · ")],
          [t("column.added"), <Time key="added" at={follower.addedAt} />],
          ...(follower.endedAt
            ? [[t("detail.ended"), <Time key="ended" at={follower.endedAt} />] as const]
            : []),
        ]}
      />
      {open === "tags" && (
        <TagDialog
          contacts={[contact]}
          userId={follower.userId}
          present={follower.tags.map(({ id }) => id)}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "remark" && (
        <RemarkDialog contact={contact} follower={follower} onClose={() => setOpen(null)} />
      )}
    </Panel>
  );
}
