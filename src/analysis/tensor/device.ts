import { DeviceObject } from "./tensor";

/**
 * Where a tensor's elements are, as PyTorch names it: `cpu`, `cuda:0`, `meta`. `MODULE` is wherever a module and its inputs are.
 * Undefined: it is not known, and nothing is told of it.
 */
export type Device = string | undefined;

/** The device that a module was moved to, and its inputs with it: any. */
export const MODULE = "the module's device";

/** The type of a device, without its number; undefined where that is not known. */
export function deviceType(device: Device): string | undefined {
  return device === undefined || device === MODULE ? undefined : device.split(":")[0];
}

/** Types of devices of which there is one. */
const SINGLE = new Set(["cpu", "meta"]);

/** Whether two objects name one device; undefined where that is not known. */
export function sameDevice(a: DeviceObject, b: DeviceObject): boolean | undefined {
  if (a.text === b.text) return true;
  return a.type === MODULE || b.type === MODULE ? undefined : false;
}

/** The device that a type and a number name: `cuda` alone is the current one. */
export function deviceOf(type: string, index: number | null, current: number | undefined): Device {
  if (type === MODULE) return MODULE;
  if (SINGLE.has(type)) return type;
  if (index !== null) return `${type}:${index}`;
  return type === "cuda" ? (current !== undefined ? `cuda:${current}` : undefined) : `${type}:0`;
}

/** PyTorch's object for a device that is known. */
export function deviceObject(device: string): DeviceObject {
  if (device === MODULE) return new DeviceObject(MODULE, null);
  const [type, index] = device.split(":");
  return new DeviceObject(type, index === undefined ? null : Number(index));
}

/** `cuda:1`, `cpu`: the type and the number in a device's text. */
export function parseDevice(text: string): { type: string; index: number | null } {
  const [type, index] = text.split(":");
  return { type, index: index === undefined ? null : Number(index) };
}

/** The one device of several tensors; undefined where they differ, or one is not known. */
export function commonDevice(devices: readonly Device[]): Device {
  return devices.every((device) => device === devices[0]) ? devices[0] : undefined;
}
