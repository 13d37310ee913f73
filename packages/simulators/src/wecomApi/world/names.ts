import type { Random } from "../../random.ts";

const families = Array.from(
  "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕",
);
const pinyin =
  "wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng yu dong xiao cheng cao yuan deng xu fu shen zeng peng lv".split(
    " ",
  );
const givens =
  "伟 芳 娜 敏 静 磊 洋 艳 勇 杰 涛 明 超 霞 平 刚 丽 强 军 波 秀兰 桂英 晓彤 子涵 雨桐 浩然 思远 佳怡 俊杰 欣怡 梓轩 诗涵 宇航 若曦 建国 文博 海燕 志强 婷婷 雪梅 嘉豪 梦瑶 一诺 沐宸 可欣 博文 天佑 语嫣 书瑶 景行".split(
    " ",
  );
const nicknames =
  "阳光 小确幸 海阔天空 向日葵 平安是福 大白 一杯清茶 追风 暖暖 米粒 星辰 青柠 慢生活 老船长 小太阳".split(
    " ",
  );
const companies = "恒远 华信 天成 博雅 鼎盛 聚源 新宇 金鹏 瑞丰 中科 启明 安泰 盛世 宏图 卓越".split(" ");
const trades = "科技 贸易 餐饮 教育 医疗 物流 传媒 地产 服饰 食品".split(" ");
const departments =
  "销售部 市场部 客服部 技术部 产品部 运营部 财务部 人事部 采购部 华东区 华南区 华北区 西南区".split(" ");
const positions = "销售经理 客户经理 客服专员 工程师 产品经理 运营专员 店长 顾问 主管 总监".split(" ");
const topics =
  "会员福利群 新品体验群 售后服务群 团购交流群 老客户答谢群 健康打卡群 家长交流群 门店通知群".split(" ");

export function personName(random: Random): { readonly name: string; readonly latin: string } {
  const index = Math.floor(random.next() * families.length);
  const family = families[index] ?? "王";
  return { name: family + pick(random, givens), latin: pinyin[index] ?? "user" };
}

/** Customers go by their WeChat name, which is often none of their papers'. */
export function customerName(random: Random): string {
  return random.chance(0.3) ? pick(random, nicknames) : personName(random).name;
}

export function companyName(random: Random): string {
  return `${pick(random, companies)}${pick(random, trades)}有限公司`;
}

export function departmentName(index: number): string {
  const name = departments[index % departments.length] ?? "部门";
  const round = Math.floor(index / departments.length);
  return round === 0 ? name : `${name}${round + 1}组`;
}

export function positionName(random: Random): string {
  return pick(random, positions);
}

export function groupName(random: Random, number: number): string {
  return `${pick(random, topics)}${number}`;
}

export const tagNames: Readonly<Record<string, readonly string[]>> = {
  客户等级: ["普通", "重要", "核心", "VIP"],
  购买意向: ["高意向", "中意向", "低意向", "已成交"],
  客户来源: ["门店扫码", "朋友推荐", "公众号", "短视频", "线下活动"],
  年龄段: ["18-25", "26-35", "36-45", "46以上"],
};

function pick(random: Random, words: readonly string[]): string {
  return words[Math.floor(random.next() * words.length)] ?? "";
}
