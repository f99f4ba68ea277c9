/**
 * Whether the page is being printed. What is closed on the screen, or on another page of a list, is drawn for paper: at
 * once, because a browser prints what stands when its event returns.
 */
import { type ComponentChildren, createContext, options } from "preact";
import { useContext, useLayoutEffect, useState } from "preact/hooks";

const PaperContext = createContext(false);

export function usePaper(): boolean {
  return useContext(PaperContext);
}

/** Everything inside knows when it is printed. */
export function OnPaper({ children }: { children: ComponentChildren }) {
  const [printed, setPrinted] = useState(false);
  useLayoutEffect(() => {
    const print = matchMedia("print");
    const set = (value: boolean) => () => atOnce(() => setPrinted(value));
    const [began, over] = [set(true), set(false)];
    const changed = (): void => (print.matches ? began() : over());
    changed();
    addEventListener("beforeprint", began);
    addEventListener("afterprint", over);
    print.addEventListener("change", changed);
    return () => {
      removeEventListener("beforeprint", began);
      removeEventListener("afterprint", over);
      print.removeEventListener("change", changed);
    };
  }, []);
  return <PaperContext.Provider value={printed}>{children}</PaperContext.Provider>;
}

/** Draws what the change asks for before it returns. */
function atOnce(change: () => void): void {
  const before = options.debounceRendering;
  let draw: (() => void) | null = null;
  options.debounceRendering = (drawn) => {
    draw = drawn;
  };
  change();
  options.debounceRendering = before;
  (draw as (() => void) | null)?.();
}
