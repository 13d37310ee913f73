import { useMutation } from "@apollo/client/react";
import { Box, Button, TextField, Typography } from "@mui/material";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { Setting_RowFragment } from "../../gql/graphql.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { fieldOf } from "./settingValues.ts";
import { useShortText } from "./useShortText.ts";
import { ValueField } from "./ValueField.tsx";

const changeSetting = graphql(`
  mutation ChangeSetting($input: ChangeSettingInput!) {
    changeSetting(input: $input) {
      setting {
        ...Setting_row
      }
    }
  }
`);
const clearSetting = graphql(`
  mutation ClearSetting($input: ClearSettingInput!) {
    clearSetting(input: $input) {
      setting {
        ...Setting_row
      }
    }
  }
`);

interface ValueFormProps {
  setting: Setting_RowFragment;
  title: string;
  mayManage: boolean;
}

/** Says something else of a setting, or nothing any more. What was changed meanwhile is not overwritten. */
export function ValueForm({ setting, title, mayManage }: ValueFormProps) {
  const { t } = useTranslation(["settings", "common"]);
  const toaster = useToaster();
  const shortText = useShortText();
  const [value, setValue] = useState<unknown>(setting.inForce);
  const [comment, setComment] = useState("");
  const [problem, setProblem] = useState<unknown>();
  const [change, changing] = useMutation(changeSetting);
  const [clear, clearing] = useMutation(clearSetting);
  const { key, scope, service, version } = setting;
  const place = { key, scope, service, expectedVersion: version, comment };
  const busy = changing.loading || clearing.loading;
  const isSame = JSON.stringify(value) === JSON.stringify(setting.value);

  const say = (work: Promise<unknown>, done: string) => {
    setProblem(undefined);
    void work.then(() => toaster.done(done), setProblem);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    say(change({ variables: { input: { ...place, value } } }), t("value.done"));
  };
  return (
    <Panel title={t("value.title")} note={t("value.inForce", { from: t(`from.${setting.inForceFrom}`) })}>
      <Box component="form" onSubmit={submit} sx={{ display: "grid", gap: 1.5 }}>
        <ValueField
          field={fieldOf(setting.schema)}
          label={title}
          value={value}
          disabled={!mayManage}
          onChange={setValue}
        />
        <Typography variant="caption" color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
          {t("value.default")}: {shortText(setting.defaultValue)}
        </Typography>
        {problem !== undefined && <ErrorNotice error={problem} />}
        {mayManage && (
          <>
            <TextField
              label={t("value.comment")}
              value={comment}
              onChange={({ target }) => setComment(target.value)}
              slotProps={{ htmlInput: { maxLength: 500 } }}
            />
            <Box sx={{ display: "flex", gap: 1, justifyContent: "flex-end", flexWrap: "wrap" }}>
              {setting.value !== null && (
                <Button
                  color="inherit"
                  disabled={busy}
                  onClick={() => say(clear({ variables: { input: place } }), t("clear.done"))}
                >
                  {t("clear.action")}
                </Button>
              )}
              <Button type="submit" variant="contained" disabled={busy || value === undefined || isSame}>
                {t("common:save")}
              </Button>
            </Box>
          </>
        )}
      </Box>
    </Panel>
  );
}
