import { type Device, deviceOf, MODULE, parseDevice } from "../tensor/device";
import type { DType } from "../tensor/dtype";
import { DeviceObject } from "../tensor/tensor";
import { clock, type Snapshotted, touch } from "../values/heap";

/** What a mode is: some values are not known, as branches set it differently. */
interface State {
  device: Device;
  current: number | undefined;
  autocast: ReadonlyMap<string, DType | undefined>;
}

/** PyTorch's modes that a branch may set: they are undone with it, and not known where branches differ. */
export class Modes implements Snapshotted {
  readonly born = clock.birth;
  /** A module lies with its inputs on one device: of any that the program names it is not known whether it is that one. */
  assumesModule = false;
  private state: State = { device: "cpu", current: 0, autocast: new Map() };

  /** Where tensors are made that name no device. */
  get device(): Device {
    return this.state.device;
  }
  set device(device: Device) {
    this.set({ device });
  }

  /** The number of the GPU that `cuda` alone means. */
  get current(): number | undefined {
    return this.state.current;
  }
  set current(current: number | undefined) {
    this.set({ current });
  }

  /** The dtype of autocast by type of device, where it is on; undefined where it is not known whether it is. */
  get autocast(): ReadonlyMap<string, DType | undefined> {
    return this.state.autocast;
  }
  set autocast(autocast: ReadonlyMap<string, DType | undefined>) {
    this.set({ autocast });
  }

  /** A `device` argument; null where there is none. */
  deviceArgument(value: unknown): Device | null {
    if (value === undefined || value === null) return null;
    if (this.assumesModule) return value instanceof DeviceObject && value.type === MODULE ? MODULE : undefined;
    if (typeof value === "number") return `cuda:${value}`;
    if (value instanceof DeviceObject) return deviceOf(value.type, value.index, this.current);
    if (typeof value !== "string") return undefined;
    const { type, index } = parseDevice(value);
    return deviceOf(type, index, this.current);
  }

  private set(change: Partial<State>): void {
    touch(this);
    this.state = { ...this.state, ...change };
  }

  snapshot(): unknown {
    return this.state;
  }

  restore(state: unknown): void {
    this.state = state as State;
  }

  merge(a: unknown, b: unknown): State {
    const [x, y] = [a as State, b as State];
    const types = new Set([...x.autocast.keys(), ...y.autocast.keys()]);
    return {
      device: x.device === y.device ? x.device : undefined,
      current: x.current === y.current ? x.current : undefined,
      autocast: new Map([...types].map((type) => [type, same(x.autocast, y.autocast, type)])),
    };
  }
}

function same(x: State["autocast"], y: State["autocast"], type: string): DType | undefined {
  return x.has(type) && y.has(type) && x.get(type) === y.get(type) ? x.get(type) : undefined;
}
