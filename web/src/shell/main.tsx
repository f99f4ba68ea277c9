/** Starts the application. Owns the entry point and the style sheets, nothing else. */
import "uplot/dist/uPlot.min.css";
import "../styles/main.scss";
import { render } from "preact";
import { liveRegions } from "../live/announcer/live-regions";
import { App } from "./app";

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

const voice = liveRegions(byId("spoken-politely"), byId("spoken-at-once"));
render(<App path={location.pathname} left={location.search === "?signed-out"} voice={voice} />, byId("app"));
