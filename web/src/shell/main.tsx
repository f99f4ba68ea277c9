/** Starts the page that the address asks for: a lot, else the list of lots. */
import "uplot/dist/uPlot.min.css";
import "../styles/main.scss";
import { render } from "preact";
import { regionVoice } from "../live/announcer/voice";
import { App } from "./app";

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

const voice = regionVoice(byId("spoken-politely"), byId("spoken-at-once"));
render(<App path={location.pathname} voice={voice} />, byId("app"));
