/** Help with the pages: whom to ask, how a lot's page works, and which cookies there are. */
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import { useAbout } from "../../parts/page/use-about";
import { whomToAsk } from "../../words/about";

export function HelpScreen() {
  const about = useAbout();
  return (
    <Page>
      <div class="reading">
        <Heading>Help with these pages</Heading>
        <section class="card" aria-labelledby="ask">
          <h2 class="card__heading" id="ask">
            Ask a person
          </h2>
          <p>{whomToAsk(about?.contact ?? null)}</p>
          <p>
            Say which lot it is about, and the reference beside the title of its event. You can also call
            through Relay UK: add 18001 before the number.
          </p>
        </section>
        <Lots />
        <Buyers />
        <People />
        <Cookies />
      </div>
    </Page>
  );
}

function Lots() {
  return (
    <section class="card" aria-labelledby="lots">
      <h2 class="card__heading" id="lots">
        The page of a lot
      </h2>
      <ul class="nhsuk-list nhsuk-list--bullet">
        <li>The page changes by itself. You do not have to load it again.</li>
        <li>
          All times are UK time and come from the server. A clock that is wrong on your computer changes
          nothing.
        </li>
        <li>
          When the connection is lost, the page says so, shows nothing as current, and connects again by
          itself.
        </li>
        <li>
          An offer without an answer is sent again with the same reference, so it cannot count twice. Do not
          send it once more.
        </li>
        <li>Prices that you typed are kept on your computer until the lot is over.</li>
        <li>
          In a price field the down arrow key fills in the nearest price that can be sent. It sends nothing.
        </li>
      </ul>
    </section>
  );
}

function Buyers() {
  return (
    <section class="card" aria-labelledby="buyers">
      <h2 class="card__heading" id="buyers">
        For buyers
      </h2>
      <ul class="nhsuk-list nhsuk-list--bullet">
        <li>
          Set an event up from your <a href="/">events</a>. It is a list of ten tasks, which you do in any
          order. What you type is saved by itself, and other buyers can work on the same draft.
        </li>
        <li>
          Items, volumes and prices come from a spreadsheet: copy the cells with their header row, and paste
          them. What cannot be read is listed, and you correct it on the page.
        </li>
        <li>
          Check and publish says what stops the publication, shows what each party will see, and plays the
          auction with made-up offers. Nothing can be changed after the publication; a copy can.
        </li>
        <li>Templates keep the rules, items and bidders of an event for the next one.</li>
        <li>
          While lots are open, run the event from its console: it lists what needs you, with numbers to ring.
        </li>
        <li>
          Somebody who cannot sign in shortly before or during an event can be let back in from the page of a
          lot.
        </li>
      </ul>
    </section>
  );
}

function People() {
  return (
    <section class="card" aria-labelledby="people">
      <h2 class="card__heading" id="people">
        For administrators and leads
      </h2>
      <ul class="nhsuk-list nhsuk-list--bullet">
        <li>
          <a href="/people">People</a> lists those whom you look after, by organisation. A link there invites
          somebody; a person&rsquo;s page has everything else.
        </li>
        <li>
          An administrator invites for any role. A buyer invites the first person of a supplier or a trust.
          That person leads there, and invites the others.
        </li>
        <li>
          An invitation works once, within 72 hours. A new one ends the one before. Without e-mail an
          administrator is shown the link once, and hands it to that person and to nobody else.
        </li>
        <li>
          Somebody who has forgotten the password gets a new link. For somebody who has lost the app and the
          recovery codes, a lead or an administrator takes the code off. Ring the person first, on the number
          that you know.
        </li>
        <li>
          A person who is disabled is signed out at once and cannot sign in again. The offers still count.
          Erasing cannot be undone.
        </li>
        <li>
          <a href="/settings">Settings</a> lead administrators to the contact of this service, a test e-mail,
          the result of each e-mail, names of organisations, and security events.
        </li>
        <li>
          To change people you are asked for your code again, if you have one and entered it more than 15
          minutes ago.
        </li>
      </ul>
    </section>
  );
}

function Cookies() {
  return (
    <section class="card" aria-labelledby="cookies">
      <h2 class="card__heading" id="cookies">
        Cookies
      </h2>
      <p>
        These pages use only cookies and storage that signing in and bidding need. Nothing is counted, and
        nothing is given to anybody else. So there is nothing to agree to.
      </p>
      <ul class="nhsuk-list nhsuk-list--bullet">
        <li>A cookie for your session. It is removed when you sign out.</li>
        <li>
          A cookie by which the server knows a browser in which you have signed in before, so that nobody who
          guesses passwords elsewhere can make you wait. It lasts 1 year.
        </li>
        <li>
          Storage of the browser for prices that you typed, an offer without an answer, and your settings for
          the pages of lots.
        </li>
      </ul>
    </section>
  );
}
