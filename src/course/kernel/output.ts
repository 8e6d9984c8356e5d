/**
 * tslab does not wait until a message is sent, and zeromq 6 sends 512 at once and then refuses until the event
 * loop turns: of a loop that prints 20,000 lines 19,488 were lost, and the message that the cell is done with
 * them. With a send timeout of 0 each message goes to ZeroMQ at once, and 10,000 may wait there.
 */
import Module from "node:module";

/** The part of zeromq that is changed. */
interface ZeroMq {
  Publisher: new (options?: object) => object;
}

/** What Node calls for every `require`; zeromq's exports cannot be assigned to, so they are replaced here. */
interface Loader {
  _load: (request: string, ...rest: unknown[]) => unknown;
}

/** Give the kernel's output socket room. To be called before tslab is loaded. */
export function widenOutput(): void {
  const loader = Module as unknown as Loader;
  const load = loader._load;
  loader._load = function (request, ...rest) {
    const exported = load.call(this, request, ...rest);
    if (request !== "zeromq") return exported;
    loader._load = load;
    const { Publisher } = exported as ZeroMq;
    class RoomyPublisher extends Publisher {
      constructor(options?: object) {
        super({ sendTimeout: 0, sendHighWaterMark: 10_000, ...options });
      }
    }
    return { ...(exported as object), Publisher: RoomyPublisher };
  };
}
