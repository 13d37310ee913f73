import { GraphiQL } from "graphiql";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../session/session.ts";
import { SchemaLinks } from "./SchemaLinks.tsx";
import { graphFetcher, standingOf } from "./graphClient.ts";
import type { Standing } from "./graphClient.ts";

const firstQuery = `query Accounts {
  accounts(first: 10) {
    nodes {
      id
      name
      status
      healthScore
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`;

/** GraphiQL over the session of whoever is signed in. */
export function GraphiqlPage({ session }: { session: Session }) {
  const { t } = useTranslation("graphiql");
  const fetcher = useMemo(() => graphFetcher(session), [session]);
  const [standing, setStanding] = useState<Standing | null>(null);
  useEffect(() => {
    standingOf(session).then(setStanding, () => setStanding(null));
  }, [session]);

  return (
    <GraphiQL
      fetcher={fetcher}
      forcedTheme={document.documentElement.dataset["theme"] === "dark" ? "dark" : "light"}
      defaultQuery={`# ${t("hint.keys")}\n# ${t("hint.live")}\n\n${firstQuery}`}
      showPersistHeadersSettings={false}
      shouldPersistHeaders={false}
    >
      <GraphiQL.Logo>
        <nav className="wegraph-bar">
          <a href="/">Wegraph</a>
          {standing && <span>{`${standing.tenant} · ${standing.user}`}</span>}
          <SchemaLinks session={session} />
        </nav>
      </GraphiQL.Logo>
    </GraphiQL>
  );
}
