/** Whom to ask on a page that is about no lot: the contact of the server, where it has one. */
import { helpWithoutLot } from "../../words/lot";
import { useAbout } from "./use-about";

export function WhomToAsk() {
  return <p>{helpWithoutLot(useAbout()?.contact)}</p>;
}
