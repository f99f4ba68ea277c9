/** The accessibility statement of these pages: what they do, how they were tested, and what was not tested. */
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import { useAbout } from "../../parts/page/use-about";
import { whomToAsk } from "../../words/about";

export function AccessibilityScreen() {
  const about = useAbout();
  return (
    <Page>
      <div class="reading">
        <Heading>Accessibility</Heading>
        <p>
          This is a draft statement. It says what was tested so far. No independent audit was made, and the
          organisation that runs this service has to complete it before the service is used.
        </p>
        <Can />
        <Tested />
        <section class="card" aria-labelledby="problems">
          <h2 class="card__heading" id="problems">
            If you have a problem
          </h2>
          <p>{whomToAsk(about?.contact ?? null)} Say which page it is about, and what you use.</p>
          <p>If you cannot use a page while a lot is open, ring at once: the buyer can pause the lot.</p>
        </section>
      </div>
    </Page>
  );
}

function Can() {
  return (
    <section class="card" aria-labelledby="can">
      <h2 class="card__heading" id="can">
        What you can do
      </h2>
      <ul class="nhsuk-list nhsuk-list--bullet">
        <li>Use every part with a keyboard alone. No single letter is a shortcut.</li>
        <li>Zoom to 400%. No page scrolls sideways at a width of 320 pixels; wide tables become lists.</li>
        <li>Hear changes of a lot from a screen reader, and choose in your settings how much is spoken.</li>
        <li>Read each graph as a table, and move through it with the arrow keys.</li>
        <li>Freeze the lists of a lot while they change. Time, place and state are never frozen.</li>
        <li>Read places, gains, losses and states as words: nothing is told by colour alone.</li>
        <li>Ask for less motion in your browser: then nothing moves or fades.</li>
        <li>
          Paste passwords, codes and prices, and let a password manager fill them in. There is no puzzle to
          solve.
        </li>
      </ul>
    </section>
  );
}

function Tested() {
  return (
    <section class="card" aria-labelledby="tested">
      <h2 class="card__heading" id="tested">
        What was tested, and how
      </h2>
      <p>The aim is WCAG 2.2, level AA. With each version of these pages:</p>
      <ul class="nhsuk-list nhsuk-list--bullet">
        <li>axe checks the pages and their states in Chromium, without a fault.</li>
        <li>
          Tests use the bidding form, the graph and signing in by keyboard, and check where the focus is.
        </li>
        <li>Tests check that no page scrolls sideways at 1,440, 360 and 320 pixels.</li>
        <li>Tests check which texts are given to screen readers, when, and how often.</li>
      </ul>
      <p>
        Not tested so far: NVDA, JAWS, VoiceOver and TalkBack themselves, voice control, screen magnifiers,
        other browsers than Chromium, and people with disabilities who use these pages.
      </p>
      <p>
        The closing time of a lot is the same for all bidders, so it cannot be extended for one person.
        Sessions last at least 20 hours, and what you typed is kept when one ends.
      </p>
    </section>
  );
}
