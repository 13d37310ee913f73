import { useQuery } from "@apollo/client/react";
import { Box, Dialog } from "@mui/material";
import { Command } from "cmdk";
import { type ReactNode, useDeferredValue, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { graphql } from "../gql/gql.ts";
import { AccountStatusChip } from "../status/AccountStatusChip.tsx";
import { PersonAvatar } from "../ui/PersonAvatar.tsx";
import { useDebounced } from "../ui/useDebounced.ts";
import { useCan } from "../viewer/ViewerContext.ts";
import { paletteStyles } from "./paletteStyles.ts";
import { useCommands } from "./useCommands.tsx";

const searchQuery = graphql(`
  query PaletteSearch($search: String!, $accounts: Boolean!, $users: Boolean!) {
    accounts(filter: { search: $search }, first: 6) @include(if: $accounts) {
      nodes {
        id
        name
        status
        group
      }
    }
    users(filter: { search: $search }, first: 5) @include(if: $users) {
      nodes {
        id
        displayName
        email
      }
    }
  }
`);

/** Pages, records and actions behind one field: what Ctrl/⌘ K opens. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const can = useCan();
  const titleId = useId();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState("");
  const wanted = useDebounced(query.trim(), 150);
  const commands = useCommands();
  const { data, previousData, loading } = useQuery(searchQuery, {
    variables: { search: wanted, accounts: can("account:read"), users: can("user:read") },
    skip: wanted === "",
    fetchPolicy: "network-only",
  });
  const found = wanted === "" ? undefined : (data ?? previousData);
  const shown = useDeferredValue(query.trim().toLowerCase());
  const fits = (...texts: string[]) => texts.some((text) => text.toLowerCase().includes(shown));
  const go = (to: string) => {
    onClose();
    void navigate(to);
  };

  const pages = commands.pages.filter(({ text, keywords }) => fits(text, keywords));
  const actions = commands.actions.filter(({ text, keywords }) => fits(text, keywords));
  const accounts = found?.accounts?.nodes ?? [];
  const users = found?.users?.nodes ?? [];
  const values = [
    ...accounts.map(({ id }) => `account ${id}`),
    ...users.map(({ id }) => `user ${id}`),
    ...pages.map(({ key }) => `page ${key}`),
    ...actions.map(({ key }) => `action ${key}`),
  ];
  // What was chosen may have gone with the last letter; then the first is, so that Enter does something.
  const selected = values.includes(chosen) ? chosen : (values[0] ?? "");

  return (
    <Dialog
      open
      onClose={onClose}
      fullWidth
      maxWidth="sm"
      aria-labelledby={titleId}
      sx={{ "& .MuiDialog-container": { alignItems: "flex-start", pt: { xs: 2, sm: "12vh" } } }}
      slotProps={{ paper: { sx: { m: { xs: 1.5, sm: 4 }, mt: "0 !important" } } }}
    >
      <Box sx={paletteStyles}>
        <h2 id={titleId} className="visually-hidden">
          {t("commands.title")}
        </h2>
        <Command
          label={t("commands.title")}
          shouldFilter={false}
          loop
          value={selected}
          onValueChange={setChosen}
        >
          <Command.Input
            autoFocus
            value={query}
            onValueChange={setQuery}
            placeholder={t("commands.placeholder")}
          />
          <Command.List>
            {values.length === 0 && !loading && shown !== "" && (
              <Box sx={{ p: 3, textAlign: "center", color: "text.secondary" }}>
                {t("commands.nothing", { query: query.trim() })}
              </Box>
            )}
            <Section heading={t("commands.accounts")} show={accounts.length > 0}>
              {accounts.map(({ id, name, status, group }) => (
                <Command.Item key={id} value={`account ${id}`} onSelect={() => go(`/accounts/${id}`)}>
                  <span className="grow">{name}</span>
                  <small>{group}</small>
                  <AccountStatusChip status={status} />
                </Command.Item>
              ))}
            </Section>
            <Section heading={t("commands.users")} show={users.length > 0}>
              {users.map(({ id, displayName, email }) => (
                <Command.Item key={id} value={`user ${id}`} onSelect={() => go(`/users/${id}`)}>
                  <PersonAvatar id={id} name={displayName} size={22} />
                  <span className="grow">{displayName}</span>
                  <small>{email}</small>
                </Command.Item>
              ))}
            </Section>
            <Section heading={t("commands.pages")} show={pages.length > 0}>
              {pages.map(({ key, icon: Icon, text, to }) => (
                <Command.Item key={key} value={`page ${key}`} onSelect={() => go(to)}>
                  <Icon fontSize="small" />
                  <span className="grow">{text}</span>
                </Command.Item>
              ))}
            </Section>
            <Section heading={t("commands.actions")} show={actions.length > 0}>
              {actions.map(({ key, icon: Icon, text, run }) => (
                <Command.Item
                  key={key}
                  value={`action ${key}`}
                  onSelect={() => {
                    onClose();
                    run();
                  }}
                >
                  <Icon fontSize="small" />
                  <span className="grow">{text}</span>
                </Command.Item>
              ))}
            </Section>
          </Command.List>
        </Command>
        <footer>{t("commands.hint")}</footer>
      </Box>
    </Dialog>
  );
}

function Section(props: { heading: string; show: boolean; children: ReactNode }) {
  return props.show ? <Command.Group heading={props.heading}>{props.children}</Command.Group> : null;
}
