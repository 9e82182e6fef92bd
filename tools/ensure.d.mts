/** Installs and builds what is missing; ends the process with a message where that fails. */
export function ensure(options?: { build?: boolean }): void;
