import { ApolloProvider } from "@apollo/client/react";
import { useState } from "react";
import { createVisitorClient } from "../../app/visitorClient.ts";
import { SharedFileCard } from "./SharedFileCard.tsx";

/** A shared file, for whoever has the link: no session, and nothing of the console. */
export function SharePage() {
  const [client] = useState(createVisitorClient);
  return (
    <ApolloProvider client={client}>
      <SharedFileCard />
    </ApolloProvider>
  );
}
