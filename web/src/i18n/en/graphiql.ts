export const words = {
  hint: {
    keys: "Ctrl+Enter runs this; Ctrl+Space suggests fields.",
    live: "Mutations are real. Subscriptions run until you stop them.",
  },
  file: { graphql: "GraphQL schema", openapi: "OpenAPI" },
  unreachable: "The server cannot be reached. Trying again…",
};
