import { Unknown } from "../values";

/** What a generator gives that has come to an open condition: its frame says why. The rest of it is run at once, as it may be, and gives no more. */
export const OPEN = new Unknown("whether a generator goes on depends on an open condition");
