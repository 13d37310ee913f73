import type { words as source } from "../en/roles.ts";
import type { Words } from "../words.ts";

export const words: Words<typeof source> = {
  title: "角色",
  column: {
    name: "角色",
    key: "标识",
    kind: "类型",
    scope: "数据范围",
    parent: "继承自",
    users: "用户数",
    rights: "权限",
  },
  builtIn: "内置",
  own: "自定义",
  open: "新建角色",
  create: { title: "新建角色", done: "已创建角色 {{name}}" },
  field: {
    name: "名称",
    key: "标识",
    keyHint: "用于接口，创建后不可修改。",
    description: "说明",
    scope: "数据范围",
    scopeHint: "权限所能触及的范围。",
    parent: "继承自",
  },
  noParent: "无",
  builtInNote: "内置角色不可修改，可复制为新角色后调整。",
  copy: "复制为新角色",
  matrix: {
    title: "权限",
    resource: "对象",
    all: "全部",
    legend: { own: "直接授予", wildcard: "由“全部”授予", inherited: "继承", none: "未授予" },
    inheritedFrom: "继承自 {{role}}",
    changed: "尚未保存",
  },
  saved: "角色已修改，一秒内生效。",
  remove: { title: "删除角色 {{name}}？", text: "只有无人使用的角色才能删除。", done: "角色已删除" },
  gone: { title: "角色不存在", text: "可能已被删除。", list: "全部角色" },
  users: "拥有该角色的用户",
};
