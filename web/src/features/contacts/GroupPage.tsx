import { useQuery } from "@apollo/client/react";
import BackIcon from "@mui/icons-material/ArrowBackRounded";
import { Box, Button, Skeleton, Tab, Tabs, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables, firstPage } from "../../ui/paging.ts";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { ActivityBars } from "./ActivityBars.tsx";
import { GroupMembers } from "./GroupMembers.tsx";
import { groupQuery, groupState } from "./groupsQuery.ts";
import { useGroupChanges } from "./useContactStream.ts";

export function GroupPage() {
  const { id = "" } = useParams();
  const { t } = useTranslation(["contacts", "common"]);
  const formats = useFormats();
  const [state, change] = useUrlState(groupState);
  const { data, previousData, error, refetch } = useQuery(groupQuery, {
    variables: { id, hasLeft: state.show === "left", ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
  });
  useGroupChanges(id, () => void refetch());
  const answer = data ?? previousData;
  const group = answer?.customerGroup;
  const problem = seriousError(error);
  const title = group ? group.name || t("group.unnamed") : t("group.title");
  const days = group?.activity ?? [];
  const sum = (field: "joined" | "left") => days.reduce((total, day) => total + day[field], 0);

  return (
    <Page
      title={title}
      personal
      context={
        group?.dismissedAt ? t("group.isDismissed") : group && t("group.people", { count: group.memberCount })
      }
      actions={
        <Button color="inherit" startIcon={<BackIcon />} component={Link} to="/contacts/groups">
          {t("group.back")}
        </Button>
      }
    >
      {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
      {!answer && problem === undefined && <Skeleton variant="rounded" height={320} />}
      {answer && !group && <Typography color="textSecondary">{t("group.gone")}</Typography>}
      {group && (
        <Box
          sx={{
            display: "grid",
            gap: 2,
            gridTemplateColumns: { xs: "minmax(0,1fr)", md: "minmax(0,1fr) minmax(0,1fr)" },
          }}
        >
          <Panel title={t("group.about")}>
            <Facts
              facts={[
                [
                  t("group.owner"),
                  `${group.owner?.name ?? group.ownerId} (${t(`ownerStatus.${group.ownerStatus}`)})`,
                ],
                [t("group.customers"), formats.number(group.customerCount)],
                [t("group.created"), <Time key="created" at={group.createdAt} />],
                [t("detail.updated"), <Time key="updated" at={group.updatedAt} />],
                [t("group.notice"), group.notice || t("common:none")],
                [t("group.chatId"), <code key="chat">{group.chatId}</code>],
              ]}
            />
          </Panel>
          <Panel
            title={t("group.activity")}
            note={t("group.activitySum", { joined: sum("joined"), left: sum("left") })}
          >
            {sum("joined") + sum("left") === 0 ? (
              <Typography variant="body2" color="textSecondary">
                {t("group.quiet")}
              </Typography>
            ) : (
              <ActivityBars days={days} />
            )}
          </Panel>
          <Box sx={{ gridColumn: "1 / -1", minWidth: 0 }}>
            <Panel flush>
              <Tabs
                value={state.show}
                onChange={(_, show: "present" | "left") => change({ show, ...firstPage })}
                aria-label={t("group.members")}
                sx={{ px: 1 }}
              >
                <Tab value="present" label={t("group.present")} />
                <Tab value="left" label={t("group.left")} />
              </Tabs>
              <GroupMembers nodes={group.members.nodes} />
              <Pager
                paging={state}
                pageInfo={group.members.pageInfo}
                total={group.members.totalCount}
                onPage={(paging) => change(paging, "push")}
              />
            </Panel>
          </Box>
        </Box>
      )}
    </Page>
  );
}
