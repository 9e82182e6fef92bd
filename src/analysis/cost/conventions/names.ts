/** The tools in whose conventions a total can be shown. Apart from the rules, for those who need the names alone. */
export const conventionNames = ["torchvision", "fvcore", "flop_counter", "thop", "ptflops"] as const;

export type ConventionName = (typeof conventionNames)[number];
