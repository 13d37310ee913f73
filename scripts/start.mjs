import { readFileSync } from "node:fs";
import { launch } from "./launcher.mjs";

const asksForHelp = process.argv.slice(2).some((argument) => argument === "--help" || argument === "-h");
if (asksForHelp) console.log(readFileSync(new URL("start.help.txt", import.meta.url), "utf8"));
else await launch("start");
