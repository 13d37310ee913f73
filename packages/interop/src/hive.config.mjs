// How Hive Gateway is told to serve our supergraph: docs/operations/other-routers.md.
/* oxlint-disable node/no-process-env -- Hive Gateway reads this file: its configuration comes in here */
const seal = process.env.WEGRAPH_SEAL;
const at = (location) => ({
  location,
  headers: [["x-wegraph-principal", seal]],
  options: {
    subscriptions: {
      kind: "ws",
      location: "/graphql",
      options: { connectionParams: { "x-wegraph-principal": seal } },
    },
  },
});

export const gatewayConfig = {
  transportEntries: {
    core: at(process.env.CORE_URL),
    wecom: at(process.env.WECOM_URL),
    health: at(process.env.HEALTH_URL),
  },
};
