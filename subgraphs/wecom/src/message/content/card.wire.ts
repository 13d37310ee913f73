import type { TemplateCard } from "./card.content.ts";
import type { Link } from "./content.fields.ts";
import { defined } from "./wireBody.ts";
import type { MediaIdOf, WireBody } from "./wireBody.ts";

type CardOf<Kind extends TemplateCard["kind"]> = Extract<TemplateCard, { kind: Kind }>;

const colors = { GREY: 0, BLACK: 1, RED: 2, GREEN: 3 } as const;

/** `template_card` as WeCom writes it (path/90236). */
export function cardBody(card: TemplateCard, taskId: string | undefined, mediaIdOf: MediaIdOf): WireBody {
  const { source, menu, headline } = card;
  const common = {
    card_type: card.kind.toLowerCase(),
    source:
      source && defined({ icon_url: source.iconUrl, desc: source.text, desc_color: colors[source.color] }),
    action_menu: menu && defined({ desc: menu.description, action_list: menu.actions }),
    main_title: headline && defined({ title: headline.title, desc: headline.description }),
    task_id: taskId,
  };
  return defined({ ...common, ...specific(card, mediaIdOf) });
}

function specific(card: TemplateCard, mediaIdOf: MediaIdOf): WireBody {
  switch (card.kind) {
    case "TEXT_NOTICE": {
      const { emphasis, subtitle } = card;
      return {
        ...notice(card, mediaIdOf),
        emphasis_content: emphasis && defined({ title: emphasis.title, desc: emphasis.description }),
        sub_title_text: subtitle,
      };
    }
    case "NEWS_NOTICE":
      return { ...notice(card, mediaIdOf), ...pictures(card) };
    case "BUTTON_INTERACTION": {
      const { selection } = card;
      return {
        quote_area: quoteArea(card.quote),
        sub_title_text: card.subtitle,
        horizontal_content_list: rows(card.rows, mediaIdOf),
        card_action: card.action && tap(card.action),
        button_selection: selection && select(selection),
        button_list: card.buttons,
      };
    }
    case "VOTE_INTERACTION": {
      const { key, isMultiple, options } = card.question;
      return {
        checkbox: {
          question_key: key,
          mode: isMultiple ? 1 : 0,
          option_list: options.map(({ id, text, isChecked }) => ({ id, text, is_checked: isChecked })),
        },
        submit_button: card.submit,
      };
    }
    case "MULTIPLE_INTERACTION":
      return { select_list: card.selections.map(select), submit_button: card.submit };
  }
}

function notice(card: CardOf<"TEXT_NOTICE" | "NEWS_NOTICE">, mediaIdOf: MediaIdOf): WireBody {
  const jumps = card.jumps.map(({ title, link }) => ({ ...(link ? tap(link) : { type: 0 }), title }));
  return {
    quote_area: quoteArea(card.quote),
    horizontal_content_list: rows(card.rows, mediaIdOf),
    jump_list: jumps.length > 0 ? jumps : undefined,
    card_action: tap(card.action),
  };
}

function pictures({ image, imageText, paragraphs }: CardOf<"NEWS_NOTICE">): WireBody {
  return {
    card_image: image && { url: image.url, aspect_ratio: image.aspectRatio },
    image_text_area:
      imageText &&
      defined({
        ...(imageText.link ? tap(imageText.link) : { type: 0 }),
        title: imageText.title,
        desc: imageText.description,
        image_url: imageText.imageUrl,
      }),
    vertical_content_list:
      paragraphs.length > 0
        ? paragraphs.map(({ title, description }) => defined({ title, desc: description }))
        : undefined,
  };
}

function quoteArea(quote: CardOf<"TEXT_NOTICE">["quote"]): WireBody | undefined {
  if (!quote) return undefined;
  const { link, title, text } = quote;
  return defined({ ...(link ? tap(link) : { type: 0 }), title, quote_text: text });
}

function rows(list: CardOf<"TEXT_NOTICE">["rows"], mediaIdOf: MediaIdOf): readonly WireBody[] | undefined {
  if (list.length === 0) return undefined;
  return list.map(({ name, value, link }) => {
    const text = { keyname: name, value };
    if (!link) return defined({ ...text });
    if (link.kind === "URL") return defined({ type: 1, ...text, url: link.url });
    if (link.kind === "FILE") return defined({ type: 2, ...text, media_id: mediaIdOf(link.file) });
    return defined({ type: 3, ...text, userid: link.userId });
  });
}

type Selection = CardOf<"MULTIPLE_INTERACTION">["selections"][number];

function select({ questionKey, title, options, selectedId }: Selection): WireBody {
  return defined({ question_key: questionKey, title, option_list: options, selected_id: selectedId });
}

/** 1 opens an address, 2 a mini-programme. */
function tap(link: Link): WireBody {
  if (link.kind === "URL") return { type: 1, url: link.url };
  return defined({ type: 2, appid: link.appId, pagepath: link.page });
}
