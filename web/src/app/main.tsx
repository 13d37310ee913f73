import "@fontsource-variable/inter/wght.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { translationsReady } from "../i18n/i18n.ts";
import { openSession } from "../session/openSession.ts";
import { Root } from "./Root.tsx";

const session = openSession();

const container = document.getElementById("root");
if (!container) throw new Error("The page has no #root.");

// The two questions to the server go out together; neither waits for the other.
const resumed = session.resume();
await translationsReady;

createRoot(container).render(
  <StrictMode>
    <Root session={session} />
  </StrictMode>,
);
await resumed;
