import { Box, Chip, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { PersonAvatar } from "../../ui/PersonAvatar.tsx";
import { contactLook } from "./contactLook.ts";
import { calledName, type ContactRow } from "./contactsQuery.ts";

/** Face, what people here call the contact, and what it calls itself where that differs. */
export function ContactName({ contact }: { contact: ContactRow }) {
  const called = calledName(contact);
  return (
    <Box component="span" sx={{ display: "flex", alignItems: "center", gap: 1, minWidth: 0, height: "100%" }}>
      <PersonAvatar id={contact.id} name={called} />
      <Typography component="span" variant="body2" noWrap sx={{ fontWeight: 520 }}>
        {called}
      </Typography>
      {called !== contact.name && (
        <Typography component="span" variant="body2" color="textSecondary" noWrap>
          {contact.name}
        </Typography>
      )}
      {contact.corpName && (
        <Typography component="span" variant="caption" noWrap sx={{ color: "text.secondary" }}>
          @{contact.corpName}
        </Typography>
      )}
    </Box>
  );
}

export function ContactStatusLabel({ status }: { status: ContactRow["status"] }) {
  const { t } = useTranslation("contacts");
  return <StatusLabel {...contactLook[status]}>{t(`status.${status}`)}</StatusLabel>;
}

export function TagChips({ tags }: { tags: readonly { id: string; name: string }[] }) {
  return (
    <Box
      component="span"
      sx={{ display: "flex", gap: 0.5, overflow: "hidden", alignItems: "center", height: "100%" }}
    >
      {tags.map(({ id, name }) => (
        <Chip key={id} label={name} variant="outlined" sx={{ height: 20, fontSize: "0.75rem" }} />
      ))}
    </Box>
  );
}

/** Names of the employees who have it; by user id where the directory does not show them. */
export function followerNames({ followers }: ContactRow): string {
  const present = followers.filter(({ status }) => status !== "REMOVED");
  return (present.length > 0 ? present : followers)
    .map(({ member, userId }) => member?.name ?? userId)
    .join(", ");
}
