import { useQuery } from "@apollo/client/react";
import { Box, Link as MuiLink, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { RecordTrail } from "../../audit/RecordTrail.tsx";
import { seriousError } from "../../session/refusal.ts";
import { DetailDrawer } from "../../ui/DetailDrawer.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { ContactName, ContactStatusLabel } from "./contactCells.tsx";
import { contactQuery, type ContactDetail } from "./contactsQuery.ts";
import { FollowerPanel } from "./FollowerPanel.tsx";
import { useContactChanges } from "./useContactStream.ts";

/** One contact beside the list: who has it, what they noted, and the groups it is in. */
export function ContactDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("contacts");
  const can = useCan();
  const { data, error, refetch } = useQuery(contactQuery, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  useContactChanges([id], () => void refetch());
  const contact = data?.contact;
  const problem = seriousError(error);

  return (
    <DetailDrawer
      title={contact ? <ContactName contact={contact} /> : t("detail.title")}
      status={contact && <ContactStatusLabel status={contact.status} />}
      problem={problem}
      onRetry={() => void refetch()}
      isLoading={!data}
      gone={data !== undefined && !contact && t("detail.gone")}
      onClose={onClose}
    >
      {contact && <ContactFacts contact={contact} />}
      {contact?.followers.map((follower) => (
        <FollowerPanel key={follower.userId} contact={contact} follower={follower} />
      ))}
      {contact && <Groups groups={contact.groups} />}
      {contact && can("audit:read") && (
        <RecordTrail title={t("detail.audit")} resourceType="wecom-contact" resourceId={id} />
      )}
    </DetailDrawer>
  );
}

function ContactFacts({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation("contacts");
  return (
    <Facts
      facts={[
        [t("detail.name"), contact.name],
        [t("column.type"), t(`type.${contact.type}`)],
        [t("detail.gender"), t(`gender.${contact.gender}`)],
        ...(contact.corpName ? [[t("detail.corpName"), contact.corpName] as const] : []),
        ...(contact.position ? [[t("detail.position"), contact.position] as const] : []),
        [t("column.added"), <Time key="added" at={contact.addedAt} />],
        [t("detail.updated"), <Time key="updated" at={contact.updatedAt} />],
        [t("detail.externalUserId"), <code key="id">{contact.externalUserId}</code>],
      ]}
    />
  );
}

function Groups({ groups }: { groups: ContactDetail["groups"] }) {
  const { t } = useTranslation("contacts");
  return (
    <Panel title={t("detail.groups")} note={groups.length}>
      {groups.length === 0 ? (
        <Typography variant="body2" color="textSecondary">
          {t("detail.noGroups")}
        </Typography>
      ) : (
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 0.5 }}>
          {groups.map(({ id, name, memberCount }) => (
            <Box component="li" key={id} sx={{ display: "flex", gap: 1 }}>
              <MuiLink component={Link} to={`/contacts/groups/${id}`} noWrap sx={{ flex: 1 }}>
                {name || t("group.unnamed")}
              </MuiLink>
              <Typography variant="body2" color="textSecondary">
                {t("group.people", { count: memberCount })}
              </Typography>
            </Box>
          ))}
        </Box>
      )}
    </Panel>
  );
}
