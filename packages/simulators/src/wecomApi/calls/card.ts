import { z } from "zod";
import { ApiError } from "../apiError.ts";
import type { Call } from "../call.ts";

const list = z.array(z.looseObject({})).default([]);
const shape = z.looseObject({
  card_type: z.string().default(""),
  task_id: z.string().default(""),
  action_menu: z.looseObject({}).optional(),
  card_action: z
    .looseObject({ type: z.int().default(0), url: z.string().default(""), appid: z.string().default("") })
    .optional(),
  main_title: z.looseObject({ title: z.string().default("") }).optional(),
  sub_title_text: z.string().default(""),
  horizontal_content_list: list,
  vertical_content_list: list,
  jump_list: list,
  button_list: list,
  select_list: list,
  card_image: z.looseObject({ url: z.string().default("") }).optional(),
  image_text_area: z.looseObject({}).optional(),
  checkbox: z.looseObject({ option_list: list }).optional(),
  submit_button: z.looseObject({ key: z.string().default(""), text: z.string().default("") }).optional(),
});
type Card = z.output<typeof shape>;

const notices = ["text_notice", "news_notice"];
const interactive = ["button_interaction", "vote_interaction", "multiple_interaction"];

export function isInteractive(card: unknown): boolean {
  const result = shape.safeParse(card);
  return (
    result.success && (interactive.includes(result.data.card_type) || result.data.action_menu !== undefined)
  );
}

export function taskIdOf(card: unknown): string {
  const result = shape.safeParse(card);
  return result.success ? result.data.task_id : "";
}

/** What WeCom refuses of a template card (path/90236, codes of path/90313). */
export function checkCard(given: object, { app }: Call, sender: "app" | "chat" | "robot"): void {
  const result = shape.safeParse(given);
  if (!result.success) throw new ApiError(40058);
  const card = result.data;
  const types = sender === "robot" ? notices : [...notices, ...interactive];
  if (!types.includes(card.card_type)) throw new ApiError(42031);
  if (isInteractive(card)) {
    if (!/^[0-9A-Za-z_\-@]{1,128}$/.test(card.task_id)) throw new ApiError(42014);
    if (sender === "app" && app.callback === undefined) throw new ApiError(43012);
  }
  if (card.horizontal_content_list.length > 6) throw new ApiError(42035);
  if (card.jump_list.length > 3) throw new ApiError(42042);
  if (card.vertical_content_list.length > 4) throw new ApiError(40058);
  if (notices.includes(card.card_type)) checkNotice(card);
  else checkAnswers(card);
}

function checkNotice(card: Card): void {
  const { card_action: action, main_title: head } = card;
  const leads = action && (action.type === 1 ? action.url !== "" : action.type === 2 && action.appid !== "");
  if (!leads) throw new ApiError(42045);
  if (card.card_type === "text_notice" && !head?.title && card.sub_title_text === "")
    throw new ApiError(40063);
  if (card.card_type === "news_notice" && !card.card_image && !card.image_text_area)
    throw new ApiError(40063);
}

function checkAnswers(card: Card): void {
  if (card.card_type === "button_interaction") {
    if (card.button_list.length < 1 || card.button_list.length > 6) throw new ApiError(40058);
    return;
  }
  if (!card.submit_button?.key || !card.submit_button.text) throw new ApiError(40063);
  if (card.card_type === "vote_interaction" && !card.checkbox?.option_list.length) throw new ApiError(40063);
  const { length } = card.select_list;
  if (card.card_type === "multiple_interaction" && (length < 1 || length > 3)) throw new ApiError(42047);
}
