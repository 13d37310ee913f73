import { useLazyQuery } from "@apollo/client/react";
import PersonIcon from "@mui/icons-material/PersonOutlineRounded";
import { Button, Divider, ListItemText, Menu, MenuItem } from "@mui/material";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan, useViewer } from "../../viewer/ViewerContext.ts";
import { colleaguesQuery } from "./conversationOperations.ts";

interface AssignMenuProps {
  assignee: { id: string; displayName: string } | null;
  onAssign: (assigneeId: string | null) => void;
}

/** Who is to answer: take it, give it up, or, with the right for it, give it to a colleague. */
export function AssignMenu({ assignee, onAssign }: AssignMenuProps) {
  const { t } = useTranslation("conversations");
  const can = useCan();
  const { user } = useViewer();
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [loadColleagues, { data }] = useLazyQuery(colleaguesQuery);
  const mayGive = can("conversation:assign");
  const isMine = assignee !== null && assignee.id === user?.id;
  const mayTake = user && !isMine && (assignee === null || mayGive);
  const mayGiveUp = isMine || (assignee !== null && mayGive);
  const others = (data?.users.nodes ?? []).filter(
    (person) => person.id !== user?.id && person.id !== assignee?.id,
  );

  const choose = (assigneeId: string | null) => {
    setAnchor(null);
    onAssign(assigneeId);
  };
  return (
    <>
      <Button
        color="inherit"
        variant="outlined"
        startIcon={<PersonIcon fontSize="small" />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        {...(anchor ? { "aria-controls": id } : {})}
        disabled={!mayTake && !mayGiveUp && !mayGive}
        onClick={({ currentTarget }) => {
          setAnchor(currentTarget);
          if (mayGive && can("user:read")) void loadColleagues();
        }}
        sx={{ maxWidth: 180 }}
      >
        {assignee?.displayName ?? t("nobody")}
      </Button>
      <Menu
        id={id}
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        slotProps={{ paper: { sx: { maxHeight: 420, minWidth: 200 } }, list: { dense: true } }}
      >
        {mayTake && <MenuItem onClick={() => choose(user.id)}>{t("take")}</MenuItem>}
        {mayGiveUp && <MenuItem onClick={() => choose(null)}>{t("giveUp")}</MenuItem>}
        {mayGive && others.length > 0 && <Divider />}
        {mayGive &&
          others.map((person) => (
            <MenuItem key={person.id} onClick={() => choose(person.id)}>
              <ListItemText primary={person.displayName} slotProps={{ primary: { variant: "body2" } }} />
            </MenuItem>
          ))}
      </Menu>
    </>
  );
}
