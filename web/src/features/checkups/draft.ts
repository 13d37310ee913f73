import type { CheckupItemCategory, CheckupItemFlag, CheckupItemInput } from "../../gql/graphql.ts";
import type { ItemData, ReportData } from "./checkupQueries.ts";

/** An item as it is being typed: everything is text until it is sent. */
export interface DraftItem {
  /** For the list on the screen only. */
  key: string;
  category: CheckupItemCategory;
  code: string;
  name: string;
  result: string;
  unit: string;
  low: string;
  high: string;
  referenceText: string;
  flag: CheckupItemFlag | "";
}

export interface Draft {
  reportNumber: string;
  institution: string;
  examinedOn: string;
  doctor: string;
  conclusion: string;
  advice: string;
  attachments: readonly { id: string; name: string }[];
  items: readonly DraftItem[];
}

export const emptyDraft: Draft = {
  reportNumber: "",
  institution: "",
  examinedOn: "",
  doctor: "",
  conclusion: "",
  advice: "",
  attachments: [],
  items: [],
};

let nth = 0;

export function emptyItem(category: CheckupItemCategory = "OTHER"): DraftItem {
  return {
    key: `item-${(nth += 1)}`,
    category,
    code: "",
    name: "",
    result: "",
    unit: "",
    low: "",
    high: "",
    referenceText: "",
    flag: "",
  };
}

/** @param keepFlag what the laboratory said stays; a mark that followed from the reference is found anew. */
export function draftItem(item: ItemData, keepFlag = false): DraftItem {
  const text = (value: number | null | undefined) => (value == null ? "" : String(value));
  return {
    ...emptyItem(item.category),
    code: item.code ?? "",
    name: item.name,
    result: item.value == null ? (item.text ?? "") : String(item.value),
    unit: item.unit ?? "",
    low: text(item.referenceLow),
    high: text(item.referenceHigh),
    referenceText: item.referenceText ?? "",
    flag: keepFlag && isGiven(item) ? (item.flag ?? "") : "",
  };
}

/** Whether a mark cannot have followed from the reference: there is none. */
function isGiven({ flag, referenceLow, referenceHigh, referenceText }: ItemData): boolean {
  return flag != null && referenceLow == null && referenceHigh == null && !referenceText;
}

export function draftOf(report: ReportData): Draft {
  return {
    reportNumber: report.reportNumber,
    institution: report.institution,
    examinedOn: report.examinedOn,
    doctor: report.doctor ?? "",
    conclusion: report.conclusion ?? "",
    advice: report.advice ?? "",
    attachments: report.attachments,
    items: report.items.map((item) => draftItem(item, true)),
  };
}

const number = /^[+-]?\d+([.,]\d+)?$/;

/** A number where the text is one; people also write 5,6. */
export function numberIn(text: string): number | null {
  const plain = text.normalize("NFKC").trim();
  return number.test(plain) ? Number(plain.replace(",", ".")) : null;
}

/** As it is sent. Items of which nothing was typed are left out. */
export function itemsOf(items: readonly DraftItem[]): CheckupItemInput[] {
  return items
    .filter(({ name, result }) => name.trim() !== "" || result.trim() !== "")
    .map((item) => {
      const value = numberIn(item.result);
      return {
        category: item.category,
        code: item.code.trim() || null,
        name: item.name,
        value,
        text: value === null ? item.result.trim() || null : null,
        unit: item.unit.trim() || null,
        referenceLow: numberIn(item.low),
        referenceHigh: numberIn(item.high),
        referenceText: item.referenceText.trim() || null,
        flag: item.flag || null,
      };
    });
}
