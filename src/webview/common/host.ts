/** The page's end of its connection to the extension. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** Typed by what the page sends, what it is sent, and what it keeps while it is hidden. */
export interface Host<Out, In, State> {
  send(message: Out): void;
  /** Calls `receive` for every message from the extension. */
  listen(receive: (message: In) => void): void;
  state(): State | undefined;
  keep(state: State): void;
}

/** Connects the page. The editor allows one call a page. */
export function connect<Out, In, State>(): Host<Out, In, State> {
  const api = acquireVsCodeApi();
  return {
    send: (message) => api.postMessage(message),
    listen: (receive) => addEventListener("message", (event) => receive(event.data as In)),
    state: () => api.getState() as State | undefined,
    keep: (state) => api.setState(state),
  };
}
