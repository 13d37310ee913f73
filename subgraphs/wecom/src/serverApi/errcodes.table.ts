/**
 * The codes of WeCom path/90313 that the calls we make can meet, one a line:
 * errcode | class | what it means | what to do | 含义 | 处理办法
 */
const table = `
    -1 | busy      | WeCom is busy. | Nothing: it is tried again by itself. | 企业微信系统繁忙。 | 无需处理，系统会自动重试。
  6000 | busy      | Somebody else changed the same thing at the same time. | Nothing: it is tried again by itself. | 数据版本冲突，可能有多端同时修改。 | 无需处理，系统会自动重试。
 40001 | account   | The application's secret is wrong. | Copy the secret from WeCom's console again. | 应用的 Secret 不正确。 | 请从管理后台重新复制应用的 Secret。
 40003 | recipient | There is no such member. | Synchronise the contacts, then choose the recipient again. | 成员 UserID 无效。 | 请先同步通讯录，再重新选择接收人。
 40004 | message   | The file's type is not allowed. | Use JPG or PNG, AMR, MP4, or send it as a file. | 素材类型不合法。 | 请使用 JPG/PNG、AMR、MP4，或改为文件发送。
 40005 | message   | The upload names a type WeCom does not know. | Correct the request; this is a fault of ours. | 上传的 type 参数不合法。 | 请修正请求内容，此错误由平台侧引起。
 40006 | message   | The file is too large or too small. | Images and videos up to 10 MB, voice 2 MB, files 20 MB, all over 5 bytes. | 文件大小不合法。 | 图片和视频不超过 10MB，语音 2MB，文件 20MB，且均大于 5 字节。
 40007 | message   | The media id is wrong or has expired. | Upload the file again; media are kept for three days. | media_id 无效或已过期。 | 请重新上传素材，临时素材仅保留三天。
 40008 | message   | WeCom does not know this type of message. | Correct the request; this is a fault of ours. | 消息类型不合法。 | 请修正请求内容，此错误由平台侧引起。
 40009 | message   | The picture's size is not allowed. | Pictures up to 10 MB. | 图片大小不合法。 | 图片请不超过 10MB。
 40011 | message   | The video's size is not allowed. | Videos up to 10 MB. | 视频大小不合法。 | 视频请不超过 10MB。
 40013 | account   | The corp id is wrong. | Check the corp id under “My company” in WeCom's console. | 企业 ID 不正确。 | 请在管理后台“我的企业”中核对企业 ID。
 40014 | token     | The access token is not good any more. | Nothing: it is tried again by itself. | access_token 无效。 | 无需处理，系统会自动重试。
 40029 | message   | The sign-in code is wrong or was used before. | Sign in again. | 授权 code 无效或已使用。 | 请重新授权登录。
 40031 | message   | The list of members is wrong. | Synchronise the contacts, then choose the recipient again. | UserID 列表不合法。 | 请先同步通讯录，再重新选择接收人。
 40032 | message   | The list of members is too long. | Correct the request; this is a fault of ours. | UserID 列表长度不合法。 | 请修正请求内容，此错误由平台侧引起。
 40033 | message   | The request has characters WeCom does not take. | Shorten or correct the content and send it again. | 请求包含不合法字符。 | 请缩短或修改内容后重新发送。
 40035 | message   | A parameter is wrong. | Correct the request; this is a fault of ours. | 参数不合法。 | 请修正请求内容，此错误由平台侧引起。
 40050 | message   | There is no such group chat, or another application made it. | Synchronise the groups, then choose again. | 群聊不存在或由其他应用创建。 | 请同步群聊后重新选择。
 40056 | account   | There is no such application in this corp. | Check the agent id in WeCom's console. | AgentID 无效。 | 请在管理后台核对应用的 AgentID。
 40058 | message   | An argument has the wrong type or length. | Shorten or correct the content and send it again. | 参数类型或长度不合法。 | 请缩短或修改内容后重新发送。
 40063 | message   | A required parameter is empty. | Correct the request; this is a fault of ours. | 必填参数为空。 | 请修正请求内容，此错误由平台侧引起。
 40068 | message   | There is no such tag. | Synchronise the tags, then choose again. | 标签 ID 无效。 | 请同步标签后重新选择。
 40096 | recipient | There is no such customer, or not for this application. | Synchronise the contacts, then choose the recipient again. | external_userid 无效。 | 请先同步通讯录，再重新选择接收人。
 40123 | message   | The picture is damaged. | Choose another picture, as JPG or PNG. | 图片格式非法或已损坏。 | 请更换 JPG 或 PNG 图片。
 40201 | message   | WeCom holds the content for spam. | Change the content; sending it again may cost the account its rights. | 内容被判定为垃圾信息而拦截。 | 请修改内容，重复发送可能导致账号受限。
 41001 | token     | The access token is missing. | Nothing: it is tried again by itself. | 缺少 access_token。 | 无需处理，系统会自动重试。
 41006 | message   | The media id is missing. | Correct the request; this is a fault of ours. | 缺少 media_id 参数。 | 请修正请求内容，此错误由平台侧引起。
 41009 | message   | The user id is missing. | Correct the request; this is a fault of ours. | 缺少 userid 参数。 | 请修正请求内容，此错误由平台侧引起。
 41011 | account   | The agent id is missing. | Check the agent id in WeCom's console. | 缺少 agentid 参数。 | 请在管理后台核对应用的 AgentID。
 41035 | message   | The customer's id is missing. | Correct the request; this is a fault of ours. | 缺少外部联系人 userid。 | 请修正请求内容，此错误由平台侧引起。
 41047 | message   | There is no such group send. | Correct the request; this is a fault of ours. | 企业群发消息 id 无效。 | 请修正请求内容，此错误由平台侧引起。
 41048 | recipient | None of the customers can be sent to: not friends, or over their limit. | Choose other customers, or wait until next month. | 没有可发送的客户：非好友关系或已达接收上限。 | 请更换客户，或等待下月再发。
 41050 | message   | The welcome message is too late: 20 seconds have passed, or it was sent before. | Nothing: greet the customer by a normal message. | 欢迎语已超过 20 秒时限或已发送过。 | 无需处理，可改用普通消息问候客户。
 41051 | message   | The chat has already begun, so there is no welcome message. | Nothing: greet the customer by a normal message. | 已与客户开始聊天，不能再发送欢迎语。 | 无需处理，可改用普通消息问候客户。
 41063 | busy      | The group send is still being handed out. | Nothing: it is tried again by itself. | 群发消息仍在派发中。 | 无需处理，系统会自动重试。
 41064 | message   | There are too many attachments. | Use at most nine. | 附件数量超过限制。 | 附件请不超过九个。
 41065 | message   | An attachment has a wrong type. | Correct the request; this is a fault of ours. | 附件类型无效。 | 请修正请求内容，此错误由平台侧引起。
 41093 | message   | The group send was cancelled. | Nothing: it stays cancelled. | 群发任务已取消。 | 无需处理。
 41094 | frequency | The employees were reminded too often. | Nothing: sending goes on when the block ends. | 群发提醒超过频率限制。 | 无需处理，限制解除后自动继续。
 41096 | busy      | The welcome message is being sent already. | Nothing: it is tried again by itself. | 欢迎语已在发送中。 | 无需处理，系统会自动重试。
 42001 | token     | The access token has expired. | Nothing: it is tried again by itself. | access_token 已过期。 | 无需处理，系统会自动重试。
 42014 | message   | The card's task id is wrong, or was used before. | Give the card another task id. | 卡片 task_id 不合法或重复。 | 请更换卡片的 task_id。
 42031 | message   | The kind of card is unknown. | Correct the request; this is a fault of ours. | 模板卡片类型不合法。 | 请修正请求内容，此错误由平台侧引起。
 42045 | message   | The card leads nowhere. | Give the card an address or a mini-programme. | 模板卡片缺少 card_action。 | 请为卡片设置跳转。
 42052 | message   | The message is older than 24 hours. | It cannot be recalled any more. | 消息已超过 24 小时。 | 该消息已无法撤回。
 43012 | account   | Cards that can be answered need a callback address. | Set the application's callback address in WeCom's console. | 应用需配置回调 URL。 | 请在管理后台为应用配置接收消息的 URL。
 43009 | account   | The corp is not verified. | Have the corp verified by WeCom. | 企业未认证。 | 请先完成企业认证。
 44001 | message   | The uploaded file is empty. | Choose a file with content. | 上传的素材为空。 | 请选择有内容的文件。
 44004 | message   | The text is empty. | Shorten or correct the content and send it again. | 文本内容为空。 | 请缩短或修改内容后重新发送。
 45001 | message   | The file is too large. | Images and videos up to 10 MB, voice 2 MB, files 20 MB. | 素材大小超过限制。 | 图片和视频不超过 10MB，语音 2MB，文件 20MB。
 45002 | message   | The content is too long. | Shorten or correct the content and send it again. | 内容超过长度限制。 | 请缩短或修改内容后重新发送。
 45007 | message   | The voice message is longer than 60 seconds. | Shorten the recording. | 语音时长超过 60 秒。 | 请缩短录音。
 45008 | message   | There are more than eight articles. | Use at most eight. | 图文数量超过八条。 | 图文请不超过八条。
 45009 | frequency | WeCom's limit for this API is used up. | Nothing: sending goes on when the block ends. | 接口调用超过频率限制。 | 无需处理，限制解除后自动继续。
 45029 | message   | The reply is too large. | Shorten or correct the content and send it again. | 回包大小超过限制。 | 请缩短或修改内容后重新发送。
 45033 | busy      | Too many calls of this API run at once. | Nothing: it is tried again by itself. | 接口并发调用超过限制。 | 无需处理，系统会自动重试。
 45034 | message   | An address has no http:// or https://. | Shorten or correct the content and send it again. | URL 缺少协议头。 | 请缩短或修改内容后重新发送。
 48002 | account   | The application may not call this API. | Ask the corp's administrator to grant the right in WeCom's console. | 应用没有调用该接口的权限。 | 请企业管理员在企业微信管理后台授予相应权限。
 48004 | account   | The authorisation was withdrawn. | Authorise the application again. | 授权已失效。 | 请重新授权应用。
 48006 | account   | Rights were withdrawn because the application is hardly used. | Activate the application again in WeCom's console. | 应用长期低活跃，接口权限已被回收。 | 请在管理后台重新激活应用。
 50001 | account   | The redirect address is not trusted. | Add the domain to the application's trusted domains. | redirect_uri 未登记为可信域名。 | 请在应用设置中添加可信域名。
 50002 | recipient | The member is outside what the application can see. | Widen the application's visible range, or choose another member. | 成员不在应用可见范围内。 | 请扩大应用可见范围或更换成员。
 50003 | account   | The application is disabled. | Enable it in WeCom's console. | 应用已停用。 | 请在管理后台启用应用。
 50100 | message   | The cursor of a list is not good any more. | Nothing: the list is read from its start. | 分页游标无效。 | 无需处理，系统会从头读取。
 60011 | account   | The application may not manage this member, department or tag. | Ask the corp's administrator to grant the right in WeCom's console. | 没有管理该成员、部门或标签的权限。 | 请企业管理员在企业微信管理后台授予相应权限。
 60020 | account   | Our address is not among the application's trusted IPs. | Add the address shown to the trusted IPs in WeCom's console. | 调用 IP 不在应用可信 IP 列表中。 | 请在管理后台将提示的 IP 加入企业可信 IP。
 60111 | recipient | There is no such member. | Synchronise the contacts, then choose the recipient again. | 成员不存在。 | 请先同步通讯录，再重新选择接收人。
 60123 | message   | There is no such department. | Synchronise the contacts, then choose again. | 部门 ID 无效。 | 请同步通讯录后重新选择部门。
 60140 | message   | The card's response code is wrong, was used, or is older than 72 hours. | The card can no longer be changed. | response_code 无效、已使用或已过期。 | 该卡片已无法更新。
 81012 | account   | The application lacks the scope for this call. | Ask the corp's administrator to grant the right in WeCom's console. | 缺少授权范围。 | 请企业管理员在企业微信管理后台授予相应权限。
 81013 | recipient | None of the recipients can be reached. | Check that they exist and that the application can see them. | 全部接收人无权限或不存在。 | 请确认接收人存在且在应用可见范围内。
 82001 | message   | No recipients were given. | Choose at least one recipient. | 未指定接收人。 | 请至少选择一位接收人。
 84061 | recipient | The member and the customer are no contacts, or the member has no customers. | Choose a member who has this customer. | 成员与客户不存在联系人关系。 | 请选择已添加该客户的成员。
 84074 | account   | The application may not use customer contacts. | Ask the corp's administrator to grant the right in WeCom's console. | 没有客户联系权限。 | 请企业管理员在企业微信管理后台授予相应权限。
 86001 | message   | The group chat's id is wrong. | Synchronise the groups, then choose again. | 群聊 ID 不合法。 | 请同步群聊后重新选择。
 86003 | message   | The group chat has too few or too many members. | Choose between 2 and 2000 members. | 群聊成员数不合法。 | 请选择 2 至 2000 名成员。
 86004 | message   | The group chat's name is wrong. | Use at most 50 characters. | 群聊名称不合法。 | 群名称请不超过 50 个字。
 86215 | message   | There is already a group chat with this id. | Nothing: the group exists. | 群聊 ID 已存在。 | 无需处理，该群聊已存在。
 93000 | account   | The robot's address is wrong, or the robot was removed. | Copy the robot's address from the group again. | 机器人 Webhook 地址无效或机器人已被移除。 | 请从群聊中重新复制机器人地址。
 93004 | account   | The robot was disabled. | Enable the robot in the group. | 机器人已被停用。 | 请在群聊中启用机器人。
 95000 | message   | The customer-service account's id is wrong. | Choose another customer-service account. | 客服账号 ID 不合法。 | 请重新选择客服账号。
 95001 | recipient | Five messages were sent since the customer last wrote. | Wait until the customer writes again. | 客户最近一次发言后已发送五条消息。 | 请等待客户再次发言。
 95002 | recipient | The customer last wrote more than 48 hours ago. | Wait until the customer writes again. | 客户最近一次发言已超过 48 小时。 | 请等待客户再次发言。
 95003 | account   | An unverified corp has served as many customers as it may. | Have the corp verified by WeCom. | 未验证企业可接待的客户数已达上限。 | 请先完成企业验证。
 95004 | account   | There is no such customer-service account in this corp. | Choose another customer-service account. | 客服账号不存在或已删除。 | 请重新选择客服账号。
 95005 | message   | There are too many customer-service accounts, or this is the last one. | Delete one that is not used. | 客服账号数量超过限制。 | 请删除不使用的客服账号。
 95006 | message   | The customer-service account's name is wrong. | Shorten or correct the content and send it again. | 客服账号名称不合法。 | 请缩短或修改内容后重新发送。
 95007 | message   | The token of the message callback is wrong or too old. | Nothing: messages are fetched without it. | 拉取消息的 token 无效或已过期。 | 无需处理，系统会改为不带 token 拉取。
 95008 | message   | The menu has more than ten items. | Shorten or correct the content and send it again. | 菜单消息的菜单项超过十个。 | 请缩短或修改内容后重新发送。
 95009 | message   | An item of the menu has a wrong type. | Shorten or correct the content and send it again. | 菜单项类型不合法。 | 请缩短或修改内容后重新发送。
 95011 | account   | Customer service runs inside WeCom, but the secret is of the standalone edition. | Use the secret shown in WeCom's console. | 微信客服处于联合版模式，但使用了独立版 Secret。 | 请使用企业微信管理后台中的 Secret。
 95012 | account   | Customer service runs standalone, but the secret is of WeCom's edition. | Use the secret shown in the customer-service console. | 微信客服处于独立版模式，但使用了联合版 Secret。 | 请使用微信客服管理后台中的 Secret。
 95013 | recipient | The conversation has ended. | Wait until the customer writes again. | 会话已结束。 | 请等待客户再次发起会话。
 95014 | message   | The member is no servicer of this account. | Add the member as a servicer. | 该成员不是此客服账号的接待人员。 | 请先将成员添加为接待人员。
 95015 | message   | Dedicated servicing is set up in WeCom's console already. | Change it in WeCom's console. | 管理后台已配置专属服务。 | 请在管理后台修改配置。
 95016 | message   | The conversation cannot go from its state to that one. | Look at the conversation's state and choose again. | 会话状态不允许此变更。 | 请查看会话状态后重新操作。
 95017 | account   | The customer-service API is switched off. | Let the API manage the accounts in WeCom's console. | 微信客服 API 未启用。 | 请在管理后台启用微信客服 API 管理。
 95018 | recipient | In its present state nothing can be sent into the conversation. | Take the conversation over, or wait until the customer writes again. | 当前会话状态不允许发送消息。 | 请先接入会话，或等待客户再次发言。
 95019 | message   | The servicer has stopped serving for now. | Choose another servicer. | 接待人员已停止接待或暂时挂起。 | 请选择其他接待人员。
301002 | account   | The application has no right to act for this one. | Ask the corp's administrator to grant the right in WeCom's console. | 无权操作该应用。 | 请企业管理员在企业微信管理后台授予相应权限。
301007 | account   | The corp was dissolved or blocked. | Contact WeCom. | 企业不可用，可能已解散或被封禁。 | 请联系企业微信官方。
301042 | account   | Our address is not among the allowed IPs. | Add the address to the trusted IPs in WeCom's console. | 调用 IP 不在白名单中。 | 请在管理后台将 IP 加入白名单。
701008 | recipient | None of the members has a licence for this interface. | Buy or assign interface licences. | 成员均未激活接口许可。 | 请购买或分配接口许可。
`;

/** errcode, class, and in English and Chinese: what it means, what to do. */
export type ErrcodeRow = readonly [
  errcode: number,
  kind: string,
  ...texts: readonly [string, string, string, string],
];

export const errcodeRows: readonly ErrcodeRow[] = table
  .trim()
  .split("\n")
  .map((line) => {
    const [errcode = "", kind = "", enMeaning = "", enAction = "", zhMeaning = "", zhAction = ""] = line
      .split("|")
      .map((cell) => cell.trim());
    return [Number(errcode), kind, enMeaning, enAction, zhMeaning, zhAction];
  });
