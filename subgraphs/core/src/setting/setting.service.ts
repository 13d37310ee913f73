import { isDeepStrictEqual } from "node:util";
import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput } from "@wegraph/kit/errors";
import { announce, originOf } from "@wegraph/kit/outbox";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import { purpose } from "./setting.codes.ts";
import { demandDefinition, isObeyedBy } from "./setting.definitions.ts";
import { settingChanged } from "./setting.events.ts";
import type { SettingPlace } from "./setting.place.ts";
import { insertSetting, keepVersion, lockedSetting, updateSetting } from "./setting.store.ts";
import type { SettingRow } from "./setting.store.ts";
import { checkValue } from "./setting.value.ts";

export interface SettingWish {
  key: string;
  place: SettingPlace;
  /** The version the caller has seen; 0: nothing was ever said. */
  expectedVersion: number;
  comment: string;
}

interface Change extends SettingWish {
  act: "changed" | "cleared" | "rolled-back";
  /** Undefined: cleared. */
  value: unknown;
  rolledBackTo: number | null;
}

/** Says something else of a key at a place: checked, kept as a version, audited and announced in one transaction. */
export class SettingService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  change(context: RequestContext, wish: SettingWish & { value: unknown }): Promise<SettingRow> {
    return this.within(wish.place, async (tx) => {
      await this.demand(tx, wish, wish.value);
      return this.write(tx, context, { ...wish, act: "changed", rolledBackTo: null });
    });
  }

  /** The next wider scope counts from then on. Clearing what says nothing is no error. */
  clear(context: RequestContext, wish: SettingWish): Promise<SettingRow> {
    return this.within(wish.place, async (tx) => {
      await demandDefinition(tx, wish.key, wish.place.scope);
      return this.write(tx, context, { ...wish, act: "cleared", value: undefined, rolledBackTo: null });
    });
  }

  /** Says once more what an earlier version said, as a new version; refused if that is not allowed any more. */
  rollBack(context: RequestContext, wish: SettingWish & { toVersion: number }): Promise<SettingRow> {
    const { key, place, toVersion } = wish;
    return this.within(place, async (tx) => {
      const now = await lockedSetting(tx, key, place);
      const then =
        now &&
        (await tx.settingVersion.findUnique({
          where: { settingId_version: { settingId: now.id, version: toVersion } },
          select: { isSet: true, value: true },
        }));
      if (!then)
        throw new AppError("NOT_FOUND", "SETTING_VERSION_NOT_FOUND", "There is no such version.", {
          key,
          version: toVersion,
        });
      const value: unknown = then.isSet ? then.value : undefined;
      if (then.isSet) await this.demand(tx, wish, value);
      return this.write(tx, context, { ...wish, act: "rolled-back", value, rolledBackTo: toVersion });
    });
  }

  /** What a tenant says is its own; what the platform says needs work across tenants. */
  private within<T>({ scope }: SettingPlace, work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = scope === "TENANT" ? this.db.tenant : this.db.system(purpose);
    return client.$transaction(work);
  }

  private async demand(tx: Tx, { key, place }: SettingWish, value: unknown): Promise<void> {
    const definition = await demandDefinition(tx, key, place.scope);
    if (place.scope === "SERVICE" && !isObeyedBy(definition, place.service))
      throw invalidInput(
        [{ path: ["input", "service"], message: `${place.service} does not obey ${key}` }],
        "SETTING_SERVICE_REFUSED",
      );
    checkValue(Object(definition.schema), value);
  }

  private async write(tx: Tx, context: RequestContext, change: Change): Promise<SettingRow> {
    const { key, place, expectedVersion, value } = change;
    const before = await lockedSetting(tx, key, place);
    if ((before?.version ?? 0) !== expectedVersion) throw changedMeanwhile(key, before?.version ?? 0);
    if (before && isSaid(before, value)) return before;
    const write = { value, now: this.clock() };
    const after = before
      ? await updateSetting(tx, before.id, write)
      : await insertSetting(tx, key, place, write);
    if (!after) throw changedMeanwhile(key, 1);
    const { id, name } = context.principal;
    const { comment, rolledBackTo } = change;
    await keepVersion(tx, after, { comment, rolledBackTo, by: { id, name } });
    await this.tell(tx, context, change, before, after);
    return after;
  }

  private async tell(
    tx: Tx,
    context: RequestContext,
    { key, place, act, rolledBackTo }: Change,
    before: SettingRow | undefined,
    after: SettingRow,
  ): Promise<void> {
    const origin = originOf(context);
    const { scope, service } = place;
    const { version } = after;
    await announce(tx, origin, settingChanged, { settingId: after.id, key, scope, service, version });
    await audit(tx, domain, origin, {
      action: `setting.${act}`,
      resourceType: "setting",
      resourceId: after.id,
      changes: [
        { field: "key", after: key },
        { field: "scope", after: service === "" ? scope : `${scope} ${service}` },
        {
          field: "value",
          before: before?.isSet ? before.value : null,
          after: after.isSet ? after.value : null,
        },
        { field: "version", before: before?.version ?? 0, after: version },
        ...(rolledBackTo === null ? [] : [{ field: "rolledBackTo", after: rolledBackTo }]),
      ],
    });
  }
}

function isSaid({ isSet, value }: SettingRow, wanted: unknown): boolean {
  return isSet ? isDeepStrictEqual(value, wanted) : wanted === undefined;
}

function changedMeanwhile(key: string, version: number): AppError {
  return new AppError("CONFLICT", "SETTING_STALE", "The setting was changed meanwhile.", { key, version });
}
