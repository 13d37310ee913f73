/** The corp's own people and customers, in the words of WeCom's API. Times are Unix seconds. */
export interface Member {
  readonly userid: string;
  name: string;
  department: number[];
  position: string;
  /** 1 activated, 2 disabled, 4 not activated, 5 left. */
  status: number;
  readonly avatar: string;
  /** False: WeCom answers with `unlicenseduser`. */
  isLicensed: boolean;
}

export interface Department {
  readonly id: number;
  name: string;
  readonly parentid: number;
  readonly order: number;
  department_leader: string[];
}

export interface Follow {
  readonly userid: string;
  remark: string;
  description: string;
  /** What the member noted as the customer's company and phone numbers. */
  corpName: string;
  mobiles: string[];
  readonly createtime: number;
  readonly tags: Set<string>;
  readonly addWay: number;
  readonly state: string;
}

export interface Customer {
  readonly external_userid: string;
  name: string;
  readonly avatar: string;
  /** 1 of WeChat, 2 of another corp in WeCom. */
  readonly type: number;
  readonly gender: number;
  readonly unionid: string | undefined;
  readonly corp_name: string | undefined;
  /** By the member's id in lower case. */
  readonly follows: Map<string, Follow>;
  /** Group sends received in the month that `sendsMonth` names. */
  sends: number;
  sendsMonth: string;
}

export interface GroupMember {
  readonly userid: string;
  /** 1 member of the corp, 2 customer. */
  readonly type: number;
  readonly unionid: string | undefined;
  readonly join_time: number;
  readonly join_scene: number;
  readonly invitor: string | undefined;
  readonly name: string;
}

export interface CustomerGroup {
  readonly chat_id: string;
  name: string;
  owner: string;
  readonly create_time: number;
  notice: string;
  status: number;
  readonly members: Map<string, GroupMember>;
  readonly admins: string[];
  /** Grows with every change of members. */
  version: number;
}

export interface Tag {
  readonly id: string;
  name: string;
  readonly create_time: number;
  order: number;
}

export interface TagGroup {
  readonly group_id: string;
  group_name: string;
  readonly create_time: number;
  order: number;
  readonly tags: Tag[];
}

export interface CallbackSettings {
  readonly url: string;
  readonly token: string;
  readonly aesKey: string;
}

export interface App {
  readonly agentId: number;
  name: string;
  readonly secret: string;
  isClosed: boolean;
  callback: CallbackSettings | undefined;
  /** The token in force. */
  token: { readonly text: string; readonly expiresAt: number } | undefined;
}

export interface Media {
  readonly mediaId: string;
  readonly type: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly createdAt: number;
}

export interface Chat {
  readonly chatid: string;
  readonly agentId: number;
  name: string;
  owner: string;
  users: string[];
}
