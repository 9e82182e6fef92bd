import { classes, Obj } from "../values";

/** `...` */
export const ELLIPSIS = new Obj(classes.ellipsis);

/** `NotImplemented`, by which a binary method declines. */
export const NOT_IMPLEMENTED = new Obj(classes.NotImplementedType);
