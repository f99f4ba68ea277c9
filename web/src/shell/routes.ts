/** Which addresses are screens of these pages, and where a person goes after signing in. Pure. */

/** The addresses that a link changes to without loading the page anew. Everything else the browser loads. */
export const SCREENS =
  /^\/(?:$|[?#]|(?:sign-in|forgotten|events|lots|people|settings|help|accessibility)(?:[/?#]|$))/;

/** Screens for people who are not signed in. */
const OPEN: readonly string[] = ["/sign-in", "/forgotten", "/help", "/accessibility"];

export function isOpen(path: string): boolean {
  return OPEN.includes(path);
}

/** Whether a page waits until the person has the code from an app and the password that signing in asks for. */
export function waitsForSignIn(path: string): boolean {
  return !isOpen(path) && path !== "/settings";
}

/** Whether the escapes of an address stand for text. */
export function isReadable(path: string): boolean {
  try {
    // The result is looked at, because a build drops a call whose result nobody needs.
    return decodeURIComponent(path).length > 0;
  } catch {
    return false;
  }
}

/** Where to go after signing in: an address of this server that was asked for, else the first page. */
export function afterSigningIn(to: string | undefined): string {
  const here = "http://here.invalid";
  if (to === undefined || !to.startsWith("/") || !URL.canParse(to, here)) return "/";
  const { origin, pathname, search, hash } = new URL(to, here);
  const leads_back = pathname === "/sign-in" || pathname === "/forgotten";
  // Two slashes would begin the name of another server.
  return origin !== here || pathname.startsWith("//") || leads_back ? "/" : pathname + search + hash;
}
