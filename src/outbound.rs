//! What the server sends of its own accord: mail.
//!
//! Nothing here waits in front of a bid. Mail is written to the outbox first, beside the people, and sent afterwards by
//! one task; a mail that cannot be sent is tried again, and never holds up its cause. Another task looks at the lots and
//! writes mail about them.

pub mod mail;
