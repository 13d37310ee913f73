import ExpandIcon from "@mui/icons-material/ExpandMoreRounded";
import { Box, ButtonBase, Collapse, Link as MuiLink, Typography } from "@mui/material";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AuditEntry_EntryFragment } from "../gql/graphql.ts";
import { wordOr } from "../i18n/wordOr.ts";
import { Time } from "../ui/Time.tsx";
import { AuditDetails } from "./AuditDetails.tsx";
import { recordPath, sectionOf } from "./auditEntry.ts";
import { shortId } from "./shortId.ts";

interface AuditEntriesProps {
  entries: readonly AuditEntry_EntryFragment[];
  /** On a record's own trail the record needs no column. */
  withRecord: boolean;
  onActor?: (id: string, name: string) => void;
}

export function AuditEntries({ entries, withRecord, onActor }: AuditEntriesProps) {
  const { t } = useTranslation("audit");
  return (
    <>
      <Box
        aria-hidden="true"
        sx={{
          display: { xs: "none", md: "grid" },
          gridTemplateColumns: columnsOf(withRecord),
          columnGap: 2,
          alignItems: "center",
          px: 2,
          height: 36,
          fontSize: "0.75rem",
          fontWeight: 560,
          color: "text.secondary",
        }}
      >
        <span>{t("column.seq")}</span>
        <span>{t("column.at")}</span>
        <span>{t("column.actor")}</span>
        <span>{t("column.action")}</span>
        {withRecord && <span>{t("column.resource")}</span>}
        <span>{t("column.changes")}</span>
        <span>{t("column.address")}</span>
      </Box>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} withRecord={withRecord} onActor={onActor} />
        ))}
      </Box>
    </>
  );
}

function columnsOf(withRecord: boolean): string {
  const record = withRecord ? "minmax(0,1.2fr) " : "";
  return `56px 150px minmax(0,1fr) minmax(0,1.3fr) ${record}96px 130px 36px`;
}

function Entry(props: {
  entry: AuditEntry_EntryFragment;
  withRecord: boolean;
  onActor: AuditEntriesProps["onActor"];
}) {
  const { entry, withRecord, onActor } = props;
  const { t, i18n } = useTranslation("audit");
  const [open, setOpen] = useState(false);
  const id = useId();
  const path = recordPath(entry.resourceType, entry.resourceId);
  const { actorId, actorName } = entry;
  const looked = sectionOf(entry.changes);
  return (
    <Box component="li" sx={{ borderTop: 1, borderColor: "divider" }}>
      <Box
        sx={{
          display: "grid",
          gridTemplateColumns: { xs: "minmax(0,1fr) auto 36px", md: columnsOf(withRecord) },
          gridTemplateAreas: {
            xs: '"action action more" "who record record" "at changes changes"',
            md: withRecord
              ? '"seq at who action record changes address more"'
              : '"seq at who action changes address more"',
          },
          columnGap: { xs: 1, md: 2 },
          alignItems: "center",
          px: 2,
          py: { xs: 1, md: 0 },
          minHeight: 40,
        }}
      >
        <Typography
          variant="body2"
          color="textSecondary"
          sx={{ gridArea: "seq", display: { xs: "none", md: "block" } }}
        >
          {entry.seq}
        </Typography>
        <Typography variant="body2" color="textSecondary" sx={{ gridArea: "at" }}>
          <Time at={entry.at} />
        </Typography>
        <Typography variant="body2" noWrap component="div" sx={{ gridArea: "who" }}>
          {onActor && actorId && actorName ? (
            <MuiLink component="button" type="button" onClick={() => onActor(actorId, actorName)} noWrap>
              {actorName}
            </MuiLink>
          ) : (
            (actorName ?? wordOr(i18n, "audit", `actorKind.${entry.actorKind}`, entry.actorKind))
          )}
        </Typography>
        <Typography variant="body2" noWrap component="div" sx={{ gridArea: "action", fontWeight: 520 }}>
          {wordOr(i18n, "audit", `actionName.${entry.action.replace(".", "_")}`, "")}{" "}
          <Typography component="code" variant="caption" color="textSecondary">
            {entry.action}
          </Typography>
        </Typography>
        {withRecord && (
          <Typography variant="body2" noWrap component="div" sx={{ gridArea: "record" }}>
            {wordOr(i18n, "audit", `resourceKind.${entry.resourceType}`, entry.resourceType)}
            {entry.resourceId && " "}
            {path ? (
              <MuiLink component={Link} to={path} className="mono">
                {entry.resourceId && shortId(entry.resourceId)}
              </MuiLink>
            ) : (
              <code>{entry.resourceId && shortId(entry.resourceId)}</code>
            )}
          </Typography>
        )}
        <Typography variant="body2" color="textSecondary" noWrap sx={{ gridArea: "changes" }}>
          {looked === null
            ? entry.changes.length > 0 && t("changed", { count: entry.changes.length })
            : wordOr(i18n, "audit", `fileSection.${looked}`, looked)}
        </Typography>
        <Typography
          variant="body2"
          color="textSecondary"
          noWrap
          sx={{ gridArea: "address", display: { xs: "none", md: "block" } }}
        >
          {entry.address}
        </Typography>
        <ButtonBase
          aria-expanded={open}
          aria-controls={id}
          aria-label={`${t("column.changes")} ${entry.seq}`}
          onClick={() => setOpen(!open)}
          sx={{
            width: 32,
            height: 32,
            borderRadius: 1,
            gridArea: "more",
            "&:hover": { bgcolor: "action.hover" },
          }}
        >
          <ExpandIcon fontSize="small" sx={{ transform: open ? "rotate(180deg)" : "none" }} />
        </ButtonBase>
      </Box>
      <Collapse in={open} id={id} unmountOnExit>
        <AuditDetails entry={entry} />
      </Collapse>
    </Box>
  );
}
