import { z } from "zod";
import { ApiError } from "../apiError.ts";
import { bodyOf, type Call, post } from "../call.ts";
import type { Tag, TagGroup } from "../world/entities.ts";
import { idOf } from "../world/generate.ts";

const ids = z.array(z.string()).default([]);
const addRules = z.looseObject({
  group_id: z.string().optional(),
  group_name: z.string().max(30).optional(),
  order: z.number().default(0),
  tag: z.array(z.looseObject({ name: z.string().min(1).max(30), order: z.number().default(0) })).min(1),
});
const markRules = z.looseObject({
  userid: z.string(),
  external_userid: z.string(),
  add_tag: ids,
  remove_tag: ids,
});

/** The corp's tags for customers (WeCom path/92117, 92118). What an API changes calls nobody back. */
export const tagCalls = {
  "externalcontact/get_corp_tag_list": post((call) => {
    const { tag_id: tags, group_id: groups } = bodyOf(z.looseObject({ tag_id: ids, group_id: ids }), call);
    const found = [...call.corp.tagGroups.values()].flatMap((group) => {
      if (tags.length === 0 && groups.length === 0) return [show(group)];
      if (groups.includes(group.group_id)) return [show(group)];
      const some = group.tags.filter(({ id }) => tags.includes(id));
      return some.length > 0 ? [{ ...show(group), tag: some }] : [];
    });
    return { tag_group: found };
  }),
  "externalcontact/add_corp_tag": post((call) => {
    const body = bodyOf(addRules, call);
    const group = groupFor(call, body.group_id, body.group_name, body.order);
    const added = body.tag.map(({ name, order }) => addTag(call, group, name, order));
    return { tag_group: { ...show(group), tag: added } };
  }),
  "externalcontact/mark_tag": post((call) => {
    const { corp } = call;
    const body = bodyOf(markRules, call);
    const follow = corp
      .customerOf(body.external_userid)
      .follows.get(corp.memberOf(body.userid).userid.toLowerCase());
    if (!follow) throw new ApiError(84061);
    const known = new Set([...corp.tagGroups.values()].flatMap(({ tags }) => tags.map(({ id }) => id)));
    if (body.add_tag.some((id) => !known.has(id))) throw new ApiError(40068);
    for (const id of body.remove_tag) follow.tags.delete(id);
    for (const id of body.add_tag) follow.tags.add(id);
    return {};
  }),
} as const;

function groupFor({ corp }: Call, id: string | undefined, name: string | undefined, order: number): TagGroup {
  if (id !== undefined) {
    const known = corp.tagGroups.get(id);
    if (!known) throw new ApiError(40068);
    return known;
  }
  if (!name) throw new ApiError(40063);
  const known = [...corp.tagGroups.values()].find(({ group_name }) => group_name === name);
  if (known) return known;
  const group_id = idOf("et", corp.seed, `tag group ${name}`);
  const group: TagGroup = { group_id, group_name: name, create_time: corp.nowSeconds, order, tags: [] };
  corp.tagGroups.set(group_id, group);
  return group;
}

function addTag({ corp }: Call, group: TagGroup, name: string, order: number): Tag {
  if (group.tags.some((tag) => tag.name === name)) throw new ApiError(40071, "invalid tag name");
  const id = idOf("et", corp.seed, `tag ${group.group_name} ${name}`);
  const tag = { id, name, create_time: corp.nowSeconds, order };
  group.tags.push(tag);
  return tag;
}

function show({ group_id, group_name, create_time, order, tags }: TagGroup) {
  return { group_id, group_name, create_time, order, tag: tags };
}
