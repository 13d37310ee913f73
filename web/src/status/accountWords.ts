import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { AccountConnector, AccountStatus } from "../gql/graphql.ts";
import { wordOr } from "../i18n/wordOr.ts";

interface Told {
  status: AccountStatus;
  connector?: AccountConnector | undefined;
}

/** What a state is called: of a corp's application some mean something else than of a client session. */
export function useAccountWords() {
  const { t, i18n } = useTranslation("status");
  const told = useCallback(
    (
      group: "accountApp" | "accountAppShort" | "accountAppMeaning",
      { status, connector }: Told,
      usual: string,
    ) => (connector === "CORP_APP" ? wordOr(i18n, "status", `${group}.${status}`, usual) : usual),
    [i18n],
  );
  return {
    name: (which: Told) => told("accountApp", which, t(`account.${which.status}`)),
    short: (which: Told) => told("accountAppShort", which, t(`accountShort.${which.status}`)),
    meaning: (which: Told) => told("accountAppMeaning", which, t(`accountMeaning.${which.status}`)),
  };
}
