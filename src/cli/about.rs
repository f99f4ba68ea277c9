//! The flags that say what a server says of itself.

use crate::config::{PublicUrl, ServerAbout, ServerContact};

/// The server's name, its public address, and whom to ask.
#[derive(Debug, Clone, clap::Args)]
#[command(group(clap::ArgGroup::new("ways").multiple(true)))]
pub(super) struct AboutArgs {
    /// The partnership's name, for pages and mail
    #[arg(long, env = "FAIRLOT_NAME", value_parser = one_line)]
    name: Option<String>,
    /// Where browsers reach the server, such as `https://buy.example.org`: links in mail begin with it
    #[arg(long, env = "FAIRLOT_URL")]
    pub(super) public_url: Option<PublicUrl>,
    /// Whom to ask: a person or an office. It stands on every page that has no nearer contact
    #[arg(long, env = "FAIRLOT_CONTACT_NAME", value_parser = one_line, requires = "ways")]
    contact_name: Option<String>,
    /// The contact's telephone number, as it is dialled from the United Kingdom
    #[arg(long, env = "FAIRLOT_CONTACT_TELEPHONE", value_parser = one_line, group = "ways", requires = "contact_name")]
    contact_telephone: Option<String>,
    /// The contact's e-mail address
    #[arg(long, env = "FAIRLOT_CONTACT_EMAIL", value_parser = one_line, group = "ways", requires = "contact_name")]
    contact_email: Option<String>,
    /// When somebody answers there
    #[arg(long, env = "FAIRLOT_CONTACT_HOURS", value_parser = one_line, requires = "contact_name")]
    contact_hours: Option<String>,
}

impl AboutArgs {
    /// What the server says of itself.
    pub(super) fn about(&self, mail: bool) -> ServerAbout {
        let contact = self.contact_name.clone().map(|name| ServerContact {
            name,
            telephone: self.contact_telephone.clone(),
            email: self.contact_email.clone(),
            hours: self.contact_hours.clone(),
        });
        ServerAbout { name: self.name.clone(), contact, public_url: self.public_url.clone(), mail }
    }
}

fn one_line(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let is_plain = !text.is_empty() && text.len() <= 200 && !text.chars().any(char::is_control);
    if is_plain { Ok(text.to_owned()) } else { Err("must be one line of 1 to 200 bytes") }
}
