export { ALIASED, builtinClass, classes, classOf, isInstance } from "./classes";
export * from "./containers";

export * from "./functions";
export * from "./numbers";
export { Assumed, Either, type Place, Unknown, UnknownAttribute, type UnknownType } from "./unknown";
export { Instance, Obj, orElse, PyClass, type Value } from "./value";
