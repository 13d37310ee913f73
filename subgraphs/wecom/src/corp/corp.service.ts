import { randomBytes } from "node:crypto";
import type { Prisma } from "@wegraph/db-wecom/client";
import { audit, changesBetween } from "@wegraph/kit/audit";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { announce, originOf } from "@wegraph/kit/outbox";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { isUniqueViolation } from "@wegraph/kit/uniqueViolation";
import { v7 } from "uuid";
import { callbackSecret } from "../provider/callback.ts";
import { domain } from "../wecom.database.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { corpChanged } from "./corp.events.ts";
import type { ChangeCorpInput, Corp, CreateCorpInput } from "./corp.model.ts";
import { isAllowed } from "./corp.rules.ts";
import type { CorpVault } from "./corp.vault.ts";

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];

export class CorpService {
  constructor(
    private readonly db: WecomDatabase,
    private readonly vault: CorpVault,
    private readonly trustedOrigins: readonly string[],
  ) {}

  page(args: PageArgs): Promise<Page<Corp>> {
    return keysetPage(
      args,
      newestFirst,
      async (query) => (await this.db.tenant.corp.findMany(query)).map(viewOf),
      () => this.db.tenant.corp.count(),
    );
  }

  find(context: RequestContext, id: string): Promise<Corp | null> {
    return context.loader(this.load).load(id);
  }

  accountCount(context: RequestContext, id: string): Promise<number> {
    return context.loader(this.countAccounts).load(id);
  }

  async create(context: RequestContext, input: CreateCorpInput): Promise<Corp> {
    const { name, corpId, providerUrl, secret, secretEndsAt = null } = input;
    if (providerUrl) this.checkAddress(providerUrl);
    const origin = originOf(context);
    const id = v7();
    return this.db.tenant.$transaction(async (tx) => {
      const row = await tx.corp
        .create({
          data: {
            id,
            tenantId: origin.tenantId,
            name,
            corpId,
            providerUrl: providerUrl ?? null,
            secretSealed: secret ? this.vault.sealSecret(id, secret) : null,
            secretEndsAt,
            callbackSecretSealed: this.vault.sealCallbackSecret(id, callbackSecret(randomBytes(32))),
          },
        })
        .catch((error: unknown) => {
          throw isUniqueViolation(error) ? taken(corpId) : error;
        });
      await audit(tx, domain, origin, {
        action: "corp.created",
        resourceType: "corp",
        resourceId: id,
        changes: changesBetween({}, { name, corpId, providerUrl, secret, secretEndsAt }, ["secret"]),
      });
      return viewOf(row);
    });
  }

  async change(context: RequestContext, input: ChangeCorpInput): Promise<Corp> {
    const { corpId: id, name, providerUrl, secret, secretEndsAt } = input;
    if (providerUrl) this.checkAddress(providerUrl);
    const origin = originOf(context);
    return this.db.tenant.$transaction(async (tx) => {
      const before = await tx.corp.findFirst({ where: { id } });
      if (!before) throw notFound("corp", id);
      if (before.providerUrl === null && (providerUrl != null) !== (secret != null))
        throw invalidInput([{ path: ["input", "secret"], message: "both the provider and its secret" }]);
      const data = {
        ...(name && { name }),
        ...(providerUrl && { providerUrl }),
        ...(secret && { secretSealed: this.vault.sealSecret(id, secret) }),
        ...(secretEndsAt !== undefined && { secretEndsAt }),
      };
      const row = await tx.corp.update({ where: { id }, data });
      await announce(tx, origin, corpChanged, { corpId: id });
      await audit(tx, domain, origin, {
        action: "corp.changed",
        resourceType: "corp",
        resourceId: id,
        changes: changesBetween({ ...before }, data, ["secretSealed"]).map((change) =>
          change.field === "secretSealed" ? { field: "secret" } : change,
        ),
      });
      return viewOf(row);
    });
  }

  private checkAddress(providerUrl: string): void {
    if (isAllowed(providerUrl, this.trustedOrigins)) return;
    throw invalidInput(
      [{ path: ["input", "providerUrl"], message: "must be https" }],
      "PROVIDER_URL_REFUSED",
    );
  }

  private readonly load = async (ids: readonly string[]) => {
    const rows = await this.db.tenant.corp.findMany({ where: { id: { in: [...ids] } } });
    return inOrder(ids, rows.map(viewOf));
  };

  private readonly countAccounts = async (ids: readonly string[]) => {
    const where = { corpId: { in: [...ids] }, deletedAt: null };
    const counts = await this.db.tenant.account.groupBy({ by: ["corpId"], where, _count: { _all: true } });
    const byCorp = new Map(counts.map(({ corpId, _count }) => [corpId, _count._all]));
    return ids.map((id) => byCorp.get(id) ?? 0);
  };
}

function viewOf(row: Prisma.CorpGetPayload<object>): Corp {
  const { id, name, corpId, secretSealed, secretEndsAt, createdAt } = row;
  return { id, name, corpId, createdAt, secretEndsAt, secretSet: secretSealed !== null };
}

function taken(corpId: string): AppError {
  return new AppError("CONFLICT", "CORP_EXISTS", "There is a corporation with this id already.", { corpId });
}
