//! The mail of a server: what writes it, and the tasks that write and send it.

use std::sync::Arc;

use tokio_util::task::AbortOnDropHandle;

use crate::auth::people::MailKind;
use crate::auth::{People, PeopleKey, WritesLockOutMail};
use crate::clock::Clock;
use crate::config::{ServerAbout, ServerContact};
use crate::engine::Engine;
use crate::outbound::mail::texts::{self, About};
use crate::outbound::mail::{Announcer, Courier, MailSender, Mailer};

/// What writes mail. None where no mail server is set up.
pub(super) fn mailer(sender: Option<&MailSender>, about: &ServerAbout, key: &PeopleKey) -> Option<Mailer> {
    let (Some(_), Some(url)) = (sender, &about.public_url) else { return None };
    let ask = about.contact.as_ref().map_or_else(|| "whoever invited you".to_owned(), ServerContact::in_one_line);
    let words = About { name: about.name_or_default().to_owned(), ask };
    Some(Mailer::new(key.clone(), words, url.as_str()))
}

/// The task that sends mail, and the one that writes mail about lots. None without a mail server.
pub(super) fn tasks(
    sender: Option<&MailSender>,
    mailer: Option<&Mailer>,
    engine: &Engine,
    people: &Arc<dyn People>,
    clock: &Clock,
) -> Vec<AbortOnDropHandle<()>> {
    let (Some(sender), Some(mailer)) = (sender, mailer) else { return Vec::new() };
    let courier = Courier::new(Arc::clone(people), mailer.clone(), sender.clone(), clock.clone());
    let announcer = Announcer::new(engine.clone(), Arc::clone(people), mailer.clone());
    [tokio::spawn(courier.run()), tokio::spawn(announcer.run())].map(AbortOnDropHandle::new).into()
}

/// Writes the mail that tells people that new devices have to wait.
pub(super) fn lock_outs(mailer: &Mailer) -> WritesLockOutMail {
    let mailer = mailer.clone();
    Arc::new(move |person, until, now| {
        let words = texts::locked_out(mailer.about(), texts::greeted(person), until);
        // Guesses at the same moment find the same end of the wait, and cause one mail.
        mailer.mail(MailKind::LockOut, person, &words, now).about(vec![format!("lock_out/{until}")])
    })
}
