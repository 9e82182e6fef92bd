import { describeBugs } from "./bug-programs";

describeBugs("2.15");
