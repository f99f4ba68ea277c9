/** The words of the page that asks for a password after a link. Pure. */

/** What a session that came by a link is asked for: a first password, or a new one. */
export type AfterLink = "none" | "reset";

export const AFTER_LINK: Readonly<
  Record<AfterLink, { heading: string; text: string; later: string; hint: string }>
> = {
  none: {
    heading: "Choose a password",
    text: "You are signed in. With a password you can come back whenever you like, on any computer.",
    later: "Go on with links only",
    hint: "Without a password you need a new link each time your session has ended. You can set one later, in your settings.",
  },
  reset: {
    heading: "Choose a new password",
    text: "You are signed in by a link. The new password takes the place of the one that you have forgotten; you need not know that one.",
    later: "Keep the old password",
    hint: "All your other sessions end when the new password is set.",
  },
};
