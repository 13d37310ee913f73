import { errcodeInfo } from "../../serverApi/errcodes.ts";

/** What a code of ours or WeCom's means, and what to do about it, in the words for people. */
export function adviceOf(code: string): { en: Words; zh: Words } | null {
  const errcode = /^WECOM_(-?\d+)$/.exec(code)?.[1];
  if (errcode !== undefined) return errcodeInfo(Number(errcode));
  return ownAdvice[code] ?? null;
}

interface Words {
  meaning: string;
  action: string;
}

const ownAdvice: Readonly<Record<string, { en: Words; zh: Words }>> = {
  WECOM_UNREACHABLE: {
    en: { meaning: "WeCom could not be reached.", action: "Retry it; if it lasts, check the network." },
    zh: { meaning: "无法连接企业微信服务器。", action: "请重试；若持续出现，请检查网络。" },
  },
  SEND_UNVERIFIED: {
    en: {
      meaning: "WeCom's answer was lost, and whether it took the message cannot be told.",
      action: "Ask the recipient, and retry it only if nothing has arrived.",
    },
    zh: {
      meaning: "未收到企业微信的应答，无法确认消息是否已发出。",
      action: "请先与接收人确认，未收到时再重试。",
    },
  },
  SEND_EXPIRED: {
    en: {
      meaning: "It could not be sent within a day.",
      action: "See why its account could not send, then retry it.",
    },
    zh: { meaning: "一天之内未能发出。", action: "请检查发送账号的状态后重试。" },
  },
  ACCOUNT_DELETED: {
    en: {
      meaning: "Its account was deleted before it was sent.",
      action: "Send it through another account.",
    },
    zh: { meaning: "消息发出前，发送账号已被删除。", action: "请使用其他账号发送。" },
  },
  ACCOUNT_CANNOT_SEND: {
    en: {
      meaning: "Its account has no application to send with.",
      action: "Give the account an application.",
    },
    zh: { meaning: "发送账号未配置应用。", action: "请先为账号配置应用。" },
  },
  MEDIA_DELETED: {
    en: {
      meaning: "A file of the message was deleted before it was sent.",
      action: "Upload it again and send a new message.",
    },
    zh: { meaning: "消息所含文件在发送前已被删除。", action: "请重新上传文件并重新发送。" },
  },
  CUSTOMER_UNREACHABLE: {
    en: {
      meaning: "No employee is in contact with this customer.",
      action: "Have an employee add the customer.",
    },
    zh: { meaning: "没有员工添加该客户。", action: "请先由员工添加该客户。" },
  },
  CUSTOMER_NOT_FRIEND: {
    en: {
      meaning: "The customer is no contact of the employee any more.",
      action: "Reach the customer another way.",
    },
    zh: { meaning: "客户已不是该员工的好友。", action: "请通过其他方式联系客户。" },
  },
  CUSTOMER_LIMIT_REACHED: {
    en: {
      meaning: "The customer has had as many group sends as WeCom allows.",
      action: "Send it again when the limit's period is over.",
    },
    zh: { meaning: "该客户接收群发的次数已达上限。", action: "请在周期结束后重新发送。" },
  },
  GROUP_SEND_UNCONFIRMED: {
    en: {
      meaning: "No employee confirmed it in WeCom within seven days.",
      action: "Remind the employees, and send it again.",
    },
    zh: { meaning: "员工未在七天内确认群发。", action: "请提醒员工后重新发送。" },
  },
  KF_SEND_FAILED: {
    en: {
      meaning: "微信客服 could not bring it to the customer.",
      action: "Wait until the customer writes again.",
    },
    zh: { meaning: "微信客服消息未能送达客户。", action: "请等待客户再次发起咨询。" },
  },
  RECIPIENT_UNLICENSED: {
    en: {
      meaning: "The member has no licence for this application.",
      action: "Ask the administrator for one.",
    },
    zh: { meaning: "接收成员没有该应用的接口许可。", action: "请联系管理员为其分配许可。" },
  },
};
