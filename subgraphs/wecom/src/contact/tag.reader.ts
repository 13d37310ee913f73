import type { RequestContext } from "@wegraph/kit/context";
import { groupedBy } from "../message/sending/settled.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import type { ContactTag, ContactTagGroup } from "./contact.model.ts";

/** WeCom allows a corporation 10,000 tags (path/92117). */
const tagsMax = 10_000;

export class TagReader {
  constructor(private readonly db: WecomDatabase) {}

  /** Groups with their tags, as the corporation has ordered them. */
  async groups(corpId: string | null): Promise<ContactTagGroup[]> {
    const where = { deletedAt: null, ...(corpId && { corpId }) };
    const orderBy = [{ sortOrder: "desc" as const }, { name: "asc" as const }];
    const [groups, tags] = await Promise.all([
      this.db.tenant.contactTagGroup.findMany({ where, orderBy, take: tagsMax }),
      this.db.tenant.contactTag.findMany({ where, orderBy, take: tagsMax }),
    ]);
    const byGroup = new Map(groupedBy(tags, (tag) => `${tag.corpId} ${tag.groupId}`));
    return groups.map(({ groupId, name, ...group }) => ({
      id: groupId,
      corpId: group.corpId,
      name,
      tags: (byGroup.get(`${group.corpId} ${groupId}`) ?? []).map((tag) => ({
        id: tag.tagId,
        name: tag.name,
        groupId,
        groupName: name,
      })),
    }));
  }

  /** Of these ids, the tags that are still there, in the order given. */
  async tagsOf(context: RequestContext, corpId: string, ids: readonly string[]): Promise<ContactTag[]> {
    const tags = await context.loader(this.load).loadMany(ids.map((id) => `${corpId} ${id}`));
    return tags.filter((tag): tag is ContactTag => tag !== null && !(tag instanceof Error));
  }

  private readonly load = async (keys: readonly string[]): Promise<(ContactTag | null)[]> => {
    const wanted = keys.map((key) => ({ corpId: key.slice(0, 36), tagId: key.slice(37) }));
    const corpIds = [...new Set(wanted.map(({ corpId }) => corpId))];
    const tags = await this.db.tenant.contactTag.findMany({
      where: { corpId: { in: corpIds }, tagId: { in: wanted.map(({ tagId }) => tagId) }, deletedAt: null },
    });
    const groups = await this.db.tenant.contactTagGroup.findMany({
      where: { corpId: { in: corpIds }, groupId: { in: [...new Set(tags.map(({ groupId }) => groupId))] } },
    });
    const nameOf = new Map(groups.map((group) => [`${group.corpId} ${group.groupId}`, group.name]));
    const byKey = new Map(
      tags.map(({ corpId, tagId, groupId, name }) => [
        `${corpId} ${tagId}`,
        { id: tagId, name, groupId, groupName: nameOf.get(`${corpId} ${groupId}`) ?? "" },
      ]),
    );
    return keys.map((key) => byKey.get(key) ?? null);
  };
}
