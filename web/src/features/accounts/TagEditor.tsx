import { useMutation } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import { Autocomplete, Box, Chip, IconButton, TextField, Tooltip } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { useLiveAccount } from "../../live/LiveContext.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import type { AccountData } from "./accountQuery.ts";

const changeTags = graphql(`
  mutation ChangeAccountTags($input: ChangeAccountInput!) {
    changeAccount(input: $input) {
      account {
        id
        tags
        version
      }
    }
  }
`);

/** Tags in place: shown at once, sent behind, and taken back with one click. */
export function TagEditor({ account }: { account: AccountData }) {
  const { t } = useTranslation(["accounts", "common"]);
  const { allowedActions } = useLiveAccount(account);
  const toaster = useToaster();
  const [adding, setAdding] = useState(false);
  const [change] = useMutation(changeTags);
  const may = allowedActions.includes("UPDATE");

  const save = (tags: readonly string[], before: readonly string[], undoable: boolean) => {
    // The cache finds the account by its type, which the generated types leave out.
    const expected = { __typename: "Account", id: account.id, tags: [...tags], version: account.version };
    change({
      variables: { input: { accountId: account.id, tags: [...tags] } },
      optimisticResponse: { changeAccount: { account: expected } },
    }).then(
      () => toaster.done(t("tags.changed"), undoable ? () => save(before, tags, false) : undefined),
      (error: unknown) => toaster.failed(error),
    );
  };
  const add = (tag: string) => {
    setAdding(false);
    const word = tag.trim();
    if (word && !account.tags.includes(word)) save([...account.tags, word], account.tags, true);
  };

  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.5, alignItems: "center" }}>
      {account.tags.map((tag) => (
        <Chip
          key={tag}
          label={tag}
          variant="outlined"
          {...(may
            ? {
                onDelete: () =>
                  save(
                    account.tags.filter((one) => one !== tag),
                    account.tags,
                    true,
                  ),
              }
            : {})}
        />
      ))}
      {account.tags.length === 0 && !may && t("common:none")}
      {may && !adding && (
        <Tooltip title={t("tags.add")}>
          <IconButton aria-label={t("tags.add")} onClick={() => setAdding(true)}>
            <AddIcon sx={{ fontSize: 16 }} />
          </IconButton>
        </Tooltip>
      )}
      {may && adding && (
        <Autocomplete
          freeSolo
          autoSelect
          openOnFocus
          options={[]}
          onChange={(_, tag) => add(tag ?? "")}
          onBlur={() => setAdding(false)}
          sx={{ width: 160 }}
          renderInput={(params) => <TextField {...params} autoFocus placeholder={t("tags.add")} />}
        />
      )}
    </Box>
  );
}
