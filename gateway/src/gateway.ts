import type { Redis } from "ioredis";
import type { Health } from "@wegraph/kit/health";
import type { Logger } from "@wegraph/kit/log";
import type { Metrics } from "@wegraph/kit/metrics";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import type { Policies } from "./access/need.ts";
import type { FollowChanges } from "./cache/changes.ts";
import { ResponseCache } from "./cache/responseCache.ts";
import { Entrance } from "./entrance.ts";
import { AuthFace } from "./http/auth.ts";
import { ConsoleFiles } from "./http/consoleFiles.ts";
import { FileFace } from "./http/files.ts";
import type { Files } from "./http/files.ts";
import { GraphqlHttp } from "./http/graphqlHttp.ts";
import { Origins } from "./http/origins.ts";
import { Probes } from "./http/probes.ts";
import { SchemaDownload } from "./http/schemaDownload.ts";
import { HttpServer } from "./http/server.ts";
import { WebhookFace } from "./http/webhooks.ts";
import type { Webhooks } from "./http/webhooks.ts";
import { Authenticator } from "./identity/authenticator.ts";
import type { Authenticate } from "./identity/authenticator.ts";
import type { ReadCredential } from "./identity/credential.ts";
import { Identification } from "./identity/identify.ts";
import { ApiCalls } from "./limit/apiCalls.ts";
import type { CountApiCalls } from "./limit/apiCalls.ts";
import { Admission } from "./limit/admission.ts";
import { RateLimiter } from "./limit/rateLimiter.ts";
import { linkGuard } from "./links/guardLinks.ts";
import { countingChanges } from "./links/joining.ts";
import type { Changes } from "./links/joining.ts";
import { Operations } from "./operations.ts";
import { KeptTexts } from "./persisted/keptTexts.ts";
import { PersistedOperations } from "./persisted/persistedOperations.ts";
import { RegisteredOperations } from "./persisted/registeredOperations.ts";
import { RestFace } from "./rest/restFace.ts";
import type { RestRoute } from "./rest/route.ts";
import { restRoutes } from "./rest/routes/routes.ts";
import { settingsShape } from "./settings.ts";
import type { GatewayConfig } from "./settings.ts";
import { ConnectionCounts } from "./stream/connectionCounts.ts";
import { EventStreams } from "./stream/eventStream.ts";
import { Feeds } from "./stream/feeds.ts";
import { LiveIdentities } from "./stream/liveIdentities.ts";
import type { OnIdentityChange } from "./stream/liveIdentity.ts";
import { SocketServer } from "./stream/socketServer.ts";
import { GraphMaker } from "./supergraph/graphMaker.ts";
import { GraphService } from "./supergraph/graphService.ts";
import type { ReloadOutcome } from "./supergraph/graphService.ts";
import { fixedLinks } from "./supergraph/links.ts";
import type { LinkSubgraphs } from "./supergraph/links.ts";
import type { LoadedSupergraph } from "./supergraph/loadSupergraph.ts";
import { knownOperations } from "./supergraph/warmUp.ts";

export interface GatewayOptions {
  /** The first version of the graph; `reload` brings others. */
  supergraphSdl: string;
  /** One for every subgraph the supergraph names, or the way to make them. */
  links: readonly SubgraphLink[] | LinkSubgraphs;
  authenticate: Authenticate;
  /** How callers show who they are: a bearer credential, and people by `/auth`, unless given. */
  readCredential?: ReadCredential;
  /** Called with each version of the graph as it is put in service, the first one included. */
  onGraph?: (graph: Pick<LoadedSupergraph, "subgraphs">) => void;
  /** Tells of sign-outs, revocations, changed roles, suspended tenants; without it, streams notice within half a minute. */
  onIdentityChange?: OnIdentityChange;
  /** Tells what changed, so that cached answers end with it; without it, they live as long as their fields allow. */
  followChanges?: FollowChanges;
  /** Where calls with API keys are counted; without it they have no quota. */
  countApiCalls?: CountApiCalls;
  policies?: Policies;
  webhooks?: Webhooks;
  /** Who takes files in and gives them out, by the first part of the path after `/files/`. */
  files?: Files;
  /** REST over operations of the graph; those it does not have are left out. Wegraph's own unless given. */
  routes?: readonly RestRoute[];
  redis?: Redis;
  log: Logger;
  health: Health;
  metrics: Metrics;
  config?: GatewayConfig;
}

export interface Gateway {
  /**
   * Puts another version of the graph in service: requests under way end with the one they began with. A supergraph
   * that cannot be served is refused and logged, and everything stays as it is.
   */
  reload(supergraphSdl: string): Promise<ReloadOutcome>;
  serve(address: { port: number; host?: string }): Promise<{ port: number }>;
  /** Drains: new requests are refused, running ones finish, streams are asked to come back elsewhere. */
  stop(): Promise<void>;
}

/** @throws when the configuration is wrong, a subgraph has no link, or access is declared in a form that is not enforced. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const { supergraphSdl, links, routes = restRoutes, policies = {}, redis, log, health, metrics } = options;
  const settings = settingsShape.parse(options.config ?? {});
  const registered = await RegisteredOperations.open(settings);
  const link = typeof links === "function" ? links : fixedLinks(links);
  const changes: Changes = { count: 0 };
  const guarded = linkGuard({ settings: settings.links, changes, health, metrics, log });
  const graphs = await GraphService.open(supergraphSdl, {
    maker: new GraphMaker({
      link: (subgraphs) => guarded(link(subgraphs)),
      policies,
      settings,
      log,
      metrics,
    }),
    known: () => knownOperations([...registered.all(), ...routes.map(({ document }) => document)]),
    settings,
    log,
    health,
    metrics,
  });
  const follow = options.followChanges && countingChanges(options.followChanges, changes);
  const cache = new ResponseCache(settings.cache, metrics, follow);
  const operations = new Operations({ graph: graphs.current, cache, settings, policies, log, metrics });
  graphs.onReplaced((graph) => operations.use(graph));
  graphs.onReplaced(({ loaded }) => options.onGraph?.(loaded));
  options.onGraph?.(graphs.current.loaded);
  const limiter = new RateLimiter(redis, log);
  const calls = options.countApiCalls && new ApiCalls(options.countApiCalls, log);
  const admission = new Admission(limiter, settings, calls);
  const authenticator = new Authenticator(options.authenticate, log);
  const identification = new Identification(authenticator, admission, options.readCredential);
  const identities = new LiveIdentities(
    identification,
    authenticator,
    settings.streams,
    options.onIdentityChange,
  );
  const origins = new Origins(settings);
  const feeds = new Feeds({ operations, limits: settings.streams, log, metrics });
  const counts = new ConnectionCounts();
  const kept = new KeptTexts(redis, settings.persisted, log);
  const persisted = new PersistedOperations(registered, kept, settings.persisted, log);
  const entrance = new Entrance(operations, admission, persisted);
  const common = { operations, entrance, identification, admission, settings };
  const streamParts = { ...common, feeds, identities, counts, log };

  let draining = false;
  const { metricsToken, consoleDirectory } = settings;
  const sockets = new SocketServer(streamParts, origins, metrics);
  const eventStreams = new EventStreams(streamParts);
  graphs.onReplaced(() => {
    void feeds.adopt();
    void sockets.refresh();
    void eventStreams.refresh();
  });
  const server = new HttpServer(
    {
      graphql: new GraphqlHttp(common),
      eventStreams,
      sockets,
      auth: options.readCredential ? undefined : new AuthFace(common),
      webhooks: new WebhookFace({ webhooks: options.webhooks ?? {}, admission, settings, log, metrics }),
      files: new FileFace({ files: options.files ?? {}, identification, admission, origins }),
      probes: new Probes({ health, metrics, metricsToken, isDraining: () => draining }),
      schema: new SchemaDownload(operations, identification, settings),
      rest: new RestFace({ ...common, routes, origins }),
      console: consoleDirectory === undefined ? undefined : await ConsoleFiles.open(consoleDirectory),
      origins,
    },
    settings,
    log,
  );

  return {
    reload: (sdl) => graphs.reload(sdl),
    async serve({ port, host }) {
      return { port: await server.listen(port, host) };
    },
    async stop() {
      draining = true;
      sockets.drain();
      eventStreams.drain();
      await server.close(settings.drainMs);
      feeds.stop();
      identities.stop();
      limiter.stop();
      await calls?.stop();
      cache.stop();
    },
  };
}
