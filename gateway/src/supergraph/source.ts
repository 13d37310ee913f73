import type { Logger } from "@wegraph/kit/log";
import type { GatewaySettings } from "../settings.ts";
import { FileSource } from "./fileSource.ts";
import { UrlSource } from "./urlSource.ts";

/** Where supergraphs come from. */
export interface SupergraphSource {
  /** The newest text there is. @throws when it cannot be had. */
  read(): Promise<string>;
  /** Calls back with every text that is another than the last one read, until the returned function is called. */
  watch(offer: (sdl: string) => void): () => void;
}

/** A file, or an address that answers with the text. */
export function supergraphSource(
  location: string,
  settings: GatewaySettings["supergraph"],
  log: Logger,
): SupergraphSource {
  return /^https?:\/\//.test(location)
    ? new UrlSource(location, settings, log)
    : new FileSource(location, settings, log);
}
