// Stock Apollo: Gateway and Server as their documentation starts them.
import { ApolloGateway } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { readFileSync } from "node:fs";
import { tellReady } from "./ready.ts";

const supergraphSdl = readFileSync(process.argv[2] ?? "", "utf8");
const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl }) });
const { url } = await startStandaloneServer(server, { listen: { port: 0, host: "127.0.0.1" } });
tellReady({ port: Number(new URL(url).port) });
