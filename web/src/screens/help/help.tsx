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
            Say which lot it is about, and the reference that stands beside the title of its event. You can
            also call through Relay UK: add 18001 before the number.
          </p>
        </section>
        <Lots />
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
          An invitation works once, within 72 hours. A new one ends the one before. Without mail an
          administrator is shown the link once, and hands it to that person and to nobody else.
        </li>
        <li>
          Who has forgotten the password gets a new link. Who has lost the app and the recovery codes has the
          code taken off by a lead or an administrator. Ring the person first, on the number that you know.
        </li>
        <li>
          Who is disabled is signed out at once and cannot come back. Offers that were made stay and count.
          Erasing cannot be undone.
        </li>
        <li>
          <a href="/settings">Settings</a> lead administrators to the contact of this service, a mail to try
          whether mail works, what became of each mail, names of organisations, and security events.
        </li>
        <li>
          What changes people asks for your code again, where you have one and entered it more than 15 minutes
          ago.
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
