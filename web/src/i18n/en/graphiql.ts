export const words = {
  hint: {
    keys: "Ctrl+Enter runs this; Ctrl+Space suggests fields. Mutations are real.",
    live: "Subscriptions keep running until you stop them.",
  },
  file: { graphql: "GraphQL schema", openapi: "OpenAPI" },
  unreachable: "The server cannot be reached. Trying again…",
};
