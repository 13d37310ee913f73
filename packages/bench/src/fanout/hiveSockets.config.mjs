const subscriptions = { kind: "ws", location: "/graphql" };

/** Read by Hive Gateway: subscriptions are asked of subgraphs over WebSockets, at the path of their queries. */
export const gatewayConfig = { transportEntries: { "*.http": { options: { subscriptions } } } };
