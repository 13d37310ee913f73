import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { graphql } from "../../gql/gql.ts";
import type { Setting_RowFragment } from "../../gql/graphql.ts";
import { follow } from "../../live/follow.ts";

const settingChanged = graphql(`
  subscription SettingChanged($scope: SettingScope!) {
    settingChanged(scope: $scope) {
      key
    }
  }
`);

/** Calls `onNews` when somebody says something else at this scope. */
export function useSettingNews(scope: Setting_RowFragment["scope"], onNews: () => void): void {
  const client = useApolloClient();
  const news = useEffectEvent(onNews);
  useEffect(() => follow(client, settingChanged, { scope }, () => news()), [client, scope]);
}
