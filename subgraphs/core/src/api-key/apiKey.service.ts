import { v7 } from "uuid";
import { recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { announce, originOf } from "@wegraph/kit/outbox";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { Prisma } from "@wegraph/db-core/client";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import type { Authority } from "../role/authority.ts";
import type { CatalogueService } from "../role/catalogue.service.ts";
import { matching } from "../role/permissions.rules.ts";
import { apiKeyRevoked } from "./api-key.events.ts";
import { apiKeysMax, isUsable } from "./api-key.rules.ts";
import { freshKey } from "./apiKeySecret.ts";
import type { FreshKey } from "./apiKeySecret.ts";

const record = recorderOf(domain, "api-key");

const apiKeyColumns = {
  id: true,
  keyId: true,
  name: true,
  lastFour: true,
  scopes: true,
  allowedAddresses: true,
  rateLimitPerMinute: true,
  createdById: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  lastUsedAddress: true,
  revokedAt: true,
  rotatedToId: true,
  overlapUntil: true,
} as const satisfies Prisma.ApiKeySelect;

export type ApiKeyRow = Prisma.ApiKeyGetPayload<{ select: typeof apiKeyColumns }>;

export interface NewApiKey {
  name: string;
  scopes: string[];
  allowedAddresses?: string[] | null | undefined;
  expiresAt?: Date | null | undefined;
  rateLimitPerMinute?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

export interface KeyWithSecret {
  apiKey: ApiKeyRow;
  secret: string;
}

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];

/** Keys for programs. A key acts in the whole tenant, so its maker must hold its scopes that far. */
export class ApiKeyService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly authority: Authority,
    private readonly catalogue: CatalogueService,
    private readonly secrets: SecretBox,
    private readonly clock: () => Date,
  ) {}

  page(args: PageArgs): Promise<Page<ApiKeyRow>> {
    return keysetPage(
      args,
      newestFirst,
      ({ where, orderBy, take }) =>
        this.db.tenant.apiKey.findMany({ where, orderBy, take, select: apiKeyColumns }),
      () => this.db.tenant.apiKey.count(),
    );
  }

  find(context: RequestContext, id: string): Promise<ApiKeyRow | null> {
    return context.loader(this.load).load(id);
  }

  /** A repeat with the same idempotency key gets the same secret, which is kept sealed for it, with the key's record. */
  async create(context: RequestContext, { idempotencyKey, ...input }: NewApiKey): Promise<KeyWithSecret> {
    const { tenantId } = context.principal;
    this.mustBeKnown(input.scopes);
    this.mustHoldAll(context, input.scopes);
    if (input.expiresAt && input.expiresAt <= this.clock())
      throw invalidInput([{ path: ["input", "expiresAt"], message: "must lie in the future" }]);
    return this.db.tenant.$transaction(async (tx) => {
      const { apiKeyId, sealed } = await once(
        tx,
        { tenantId, scope: "createApiKey", key: idempotencyKey, input },
        async () => {
          const fresh = freshKey();
          const row = await this.insert(tx, context, fresh, {
            name: input.name,
            scopes: input.scopes,
            allowedAddresses: input.allowedAddresses ?? [],
            expiresAt: input.expiresAt ?? null,
            rateLimitPerMinute: input.rateLimitPerMinute ?? null,
          });
          await record(tx, context, "created", row.id, [
            { field: "name", after: row.name },
            { field: "scopes", after: row.scopes },
            { field: "allowedAddresses", after: row.allowedAddresses },
            { field: "expiresAt", after: row.expiresAt?.toISOString() ?? null },
          ]);
          return { apiKeyId: row.id, sealed: this.secrets.seal(fresh.token, sealPlace(row.id)) };
        },
      );
      const apiKey = await tx.apiKey.findUniqueOrThrow({ where: { id: apiKeyId }, select: apiKeyColumns });
      return { apiKey, secret: this.secrets.open(sealed, sealPlace(apiKeyId)) };
    });
  }

  /** A second key with the same rights; the first works until the overlap is over. */
  async rotate(context: RequestContext, apiKeyId: string, overlapHours: number): Promise<KeyWithSecret> {
    return this.db.tenant.$transaction(async (tx) => {
      const old = await tx.apiKey.findUnique({ where: { id: apiKeyId }, select: apiKeyColumns });
      if (!old) throw notFound("API key", apiKeyId);
      // The caller gets to see a secret that opens all this.
      this.mustHoldAll(context, old.scopes);
      const now = this.clock();
      if (old.rotatedToId !== null || !isUsable(old, now))
        throw new AppError("CONFLICT", "API_KEY_NOT_LIVE", "Only a live key can be rotated, and only once.");

      const fresh = freshKey();
      const { name, scopes, allowedAddresses, expiresAt, rateLimitPerMinute } = old;
      const row = await this.insert(tx, context, fresh, {
        name,
        scopes,
        allowedAddresses,
        expiresAt,
        rateLimitPerMinute,
      });
      const overlapUntil = new Date(now.getTime() + overlapHours * 3_600_000);
      const { count } = await tx.apiKey.updateMany({
        where: { id: apiKeyId, rotatedToId: null, revokedAt: null },
        data: { rotatedToId: row.id, overlapUntil },
      });
      if (count === 0)
        throw new AppError("CONFLICT", "API_KEY_NOT_LIVE", "Someone just rotated or revoked this key.");
      await record(tx, context, "rotated", apiKeyId, [
        { field: "rotatedTo", after: row.id },
        { field: "overlapUntil", after: overlapUntil.toISOString() },
      ]);
      return { apiKey: row, secret: fresh.token };
    });
  }

  /** Revoking what is revoked is no error. */
  async revoke(context: RequestContext, apiKeyId: string): Promise<ApiKeyRow> {
    return this.db.tenant.$transaction(async (tx) => {
      const revokedAt = this.clock();
      const { count } = await tx.apiKey.updateMany({
        where: { id: apiKeyId, revokedAt: null },
        data: { revokedAt },
      });
      const row = await tx.apiKey.findUnique({ where: { id: apiKeyId }, select: apiKeyColumns });
      if (!row) throw notFound("API key", apiKeyId);
      if (count === 0) return row;
      await announce(tx, originOf(context), apiKeyRevoked, { apiKeyId });
      await record(tx, context, "revoked", apiKeyId, [
        { field: "revokedAt", before: null, after: revokedAt.toISOString() },
      ]);
      return row;
    });
  }

  private async insert(
    tx: Tx,
    { principal }: RequestContext,
    { keyId, secretHash, lastFour }: FreshKey,
    data: Pick<ApiKeyRow, "name" | "scopes" | "allowedAddresses" | "expiresAt" | "rateLimitPerMinute">,
  ): Promise<ApiKeyRow> {
    const { tenantId, kind, id: createdById } = principal;
    const now = this.clock();
    const live = await tx.apiKey.count({
      where: { revokedAt: null, rotatedToId: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    });
    if (live >= apiKeysMax)
      throw new AppError("CONFLICT", "API_KEYS_TOO_MANY", `A tenant has at most ${apiKeysMax} live keys.`);
    return tx.apiKey.create({
      data: {
        ...data,
        id: v7(),
        tenantId,
        keyId,
        secretHash: new Uint8Array(secretHash),
        lastFour,
        createdAt: now,
        createdById: kind === "USER" ? createdById : null,
      },
      select: apiKeyColumns,
    });
  }

  private mustHoldAll(context: RequestContext, scopes: readonly string[]): void {
    this.authority.mustHold(
      context,
      scopes.map((permission) => ({ permission, scope: "TENANT" as const })),
    );
  }

  private mustBeKnown(scopes: readonly string[]): void {
    const unknown = scopes.filter((scope) => matching(scope, this.catalogue.entries).length === 0);
    if (unknown.length === 0) return;
    throw invalidInput(
      unknown.map((scope) => ({ path: ["input", "scopes"], message: `there is no permission ${scope}` })),
      "PERMISSION_UNKNOWN",
    );
  }

  private readonly load = async (ids: readonly string[]): Promise<(ApiKeyRow | null)[]> => {
    const rows = await this.db.tenant.apiKey.findMany({
      where: { id: { in: [...ids] } },
      select: apiKeyColumns,
    });
    return inOrder(ids, rows);
  };
}

function sealPlace(apiKeyId: string): string {
  return `wegraph_idempotency_keys|result|${apiKeyId}`;
}
