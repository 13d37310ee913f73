import { adviceOf } from "../message/sending/advice.ts";

interface Words {
  meaning: string;
  action: string;
}

const own: Readonly<Record<string, { en: Words; zh: Words }>> = {
  ACCOUNT_UNAVAILABLE: {
    en: {
      meaning: "No account of this corporation that has an application is online.",
      action: "Log one in, then try again.",
    },
    zh: { meaning: "该企业没有在线且已配置应用的账号。", action: "请先登录账号，再重试。" },
  },
  MEMBER_UNLICENSED: {
    en: {
      meaning: "The employee has no licence, so WeCom keeps the contacts back.",
      action: "Assign a licence in WeCom's console.",
    },
    zh: { meaning: "成员没有接口许可，企业微信不返回其客户。", action: "请在管理后台为其分配许可。" },
  },
  CONTACT_NOT_FOUND: {
    en: { meaning: "There is no such contact.", action: "Reload the list." },
    zh: { meaning: "客户不存在。", action: "请刷新列表。" },
  },
  CONTACT_NOT_FOLLOWED: {
    en: { meaning: "No employee has this contact any more.", action: "Choose another one." },
    zh: { meaning: "该客户已没有跟进成员。", action: "请选择其他客户。" },
  },
  CHANGE_UNVERIFIED: {
    en: {
      meaning: "WeCom's answer was lost, and the change cannot be seen there.",
      action: "Try it again; it is safe to repeat.",
    },
    zh: { meaning: "未收到企业微信的应答，且未能确认修改已生效。", action: "请重试，重复操作不会有影响。" },
  },
  CHANGE_UNREAD: {
    en: {
      meaning: "WeCom took the change, and could not be asked for the result.",
      action: "Nothing: the next sync shows it.",
    },
    zh: { meaning: "企业微信已接受修改，但暂时无法读取结果。", action: "无需处理，下次同步后即可看到。" },
  },
  INTERNAL: {
    en: {
      meaning: "Something went wrong here.",
      action: "Start it again; if it lasts, ask your administrator.",
    },
    zh: { meaning: "系统内部错误。", action: "请重新开始；若持续出现，请联系管理员。" },
  },
};

/** What a code of ours or WeCom's means for contacts, and what to do about it. */
export function contactAdviceOf(code: string): { en: Words; zh: Words } | null {
  return own[code] ?? adviceOf(code);
}
