import { useMutation } from "@apollo/client/react";
import { useCallback } from "react";
import { graphql } from "../gql/gql.ts";
import { speak } from "../i18n/i18n.ts";
import { type Language, prefer } from "../preferences/preferences.ts";
import { useViewer } from "./ViewerContext.ts";

const setLocale = graphql(`
  mutation SetLocale($input: SetLocaleInput!) {
    setLocale(input: $input) {
      user {
        id
        locale
      }
    }
  }
`);

/** Changes the language here at once, and remembers it with the person for their next device. */
export function useSpeak(): (language: Language) => void {
  const { user } = useViewer();
  const [remember] = useMutation(setLocale);
  return useCallback(
    (language) => {
      prefer({ language });
      void speak(language);
      // This device speaks the language already; a server that is away must not undo that.
      if (user) remember({ variables: { input: { locale: language } } }).catch(() => {});
    },
    [remember, user],
  );
}
