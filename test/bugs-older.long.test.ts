import { describeBugs } from "./bug-programs";

describeBugs("1.13");
