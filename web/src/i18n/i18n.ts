import i18next, { type BackendModule, type ReadCallback } from "i18next";
import { initReactI18next } from "react-i18next";
import { type Language, preferences } from "../preferences/preferences.ts";

/** Each in its own words, so that whoever cannot read the page finds theirs. */
export const languages: readonly { language: Language; name: string }[] = [
  { language: "zh-CN", name: "简体中文" },
  { language: "en", name: "English" },
];

export function nameOf(wanted: Language): string {
  return languages.find(({ language }) => language === wanted)?.name ?? wanted;
}

/** Each namespace of each language is a chunk of its own: a page loads its words, in one language. */
const files = import.meta.glob<{ words: object }>(["./en/*.ts", "./zh-CN/*.ts"]);

const chunks: BackendModule = {
  type: "backend",
  init() {},
  read(language: string, namespace: string, done: ReadCallback) {
    const load = files[`./${language}/${namespace}.ts`];
    if (!load) return done(new Error(`No words for ${language}/${namespace}.`), null);
    load().then(
      ({ words }) => done(null, { ...words }),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
    );
  },
};

/** Begun with the page itself: the router asks for words before anything has been drawn. */
export const translationsReady = start();

async function start(): Promise<void> {
  await i18next
    .use(chunks)
    .use(initReactI18next)
    .init({
      lng: preferences().language ?? browserLanguage(),
      supportedLngs: languages.map(({ language }) => language),
      fallbackLng: false,
      ns: ["common", "entry"],
      defaultNS: "common",
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

/** What a route needs before it is drawn, fetched beside its code rather than after it. */
export async function loadWords(...namespaces: string[]): Promise<void> {
  // Before it is ready, i18next takes the request and loads nothing.
  await translationsReady;
  await i18next.loadNamespaces(namespaces);
}

export async function speak(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

function browserLanguage(): Language {
  return navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

export function languageOf(locale: string): Language {
  return locale.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}
