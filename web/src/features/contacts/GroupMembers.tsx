import { Box, Link as MuiLink, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { CustomerGroupQuery } from "../../gql/graphql.ts";
import { PersonAvatar } from "../../ui/PersonAvatar.tsx";
import { Time } from "../../ui/Time.tsx";

type Member = NonNullable<CustomerGroupQuery["customerGroup"]>["members"]["nodes"][number];

/** Who is in a group, or was: a contact leads to the contact, where the viewer may see it. */
export function GroupMembers({ nodes }: { nodes: readonly Member[] }) {
  const { t } = useTranslation("contacts");
  if (nodes.length === 0)
    return (
      <Typography variant="body2" color="textSecondary" sx={{ p: 3, textAlign: "center" }}>
        {t("group.nobody")}
      </Typography>
    );
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
      {nodes.map((member) => (
        <Box
          component="li"
          key={member.memberId}
          sx={{
            display: "grid",
            gridTemplateColumns: {
              xs: "auto minmax(0,1fr) auto",
              sm: "auto minmax(0,1fr) 110px 130px 150px",
            },
            gap: 1.5,
            alignItems: "center",
            px: 2,
            py: 0.75,
            borderTop: 1,
            borderColor: "divider",
          }}
        >
          <PersonAvatar id={member.memberId} name={member.name || member.memberId} />
          <Typography variant="body2" noWrap>
            {member.contact ? (
              <MuiLink
                component={Link}
                to={`/contacts?contact=${member.contact.id}`}
                sx={{ color: "text.primary" }}
              >
                {member.name || member.memberId}
              </MuiLink>
            ) : (
              member.name || member.memberId
            )}
            {member.nickname && ` (${member.nickname})`}
          </Typography>
          <Typography variant="caption" color="textSecondary">
            {t(`memberKind.${member.kind}`)}
          </Typography>
          <Typography variant="caption" color="textSecondary" sx={{ display: { xs: "none", sm: "block" } }}>
            {t(`joinScene.${member.joinScene}`)}
          </Typography>
          <Typography variant="caption" color="textSecondary" sx={{ display: { xs: "none", sm: "block" } }}>
            <Time at={member.leftAt ?? member.joinedAt} />
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
