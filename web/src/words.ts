/**
 * Every sentence of the page, by one pure module: the screen, the announcer, the page's title and the tests
 * cannot disagree. Plain English: what happened, the limit, then what to do.
 */
export * from "./words/bid";
export * from "./words/desk";
export * from "./words/lot";
export * from "./words/market";
export * from "./words/notices";
export * from "./words/numbers";
export * from "./words/refusal";
export * from "./words/rules";
export * from "./words/spoken";
export * from "./words/standing";
export * from "./words/time";
