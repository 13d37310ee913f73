import { keepTenantsApart } from "@wegraph/database/tenantClient";
import { PrismaClient as GeneratedClient } from "../generated/client.ts";

export * from "../generated/client.ts";

/** The generated client, whose queries of different tenants are never answered together. */
export class PrismaClient extends GeneratedClient {
  constructor(options: ConstructorParameters<typeof GeneratedClient>[0]) {
    super(options);
    keepTenantsApart(this);
  }
}
