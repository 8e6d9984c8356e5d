import type { KernelMessage, ServerConnection } from "@jupyterlab/services";
import { validateMessage } from "@jupyterlab/services/lib/kernel/validate";
import { newMessage } from "./wire";

type Serializer = ServerConnection.ISettings["serializer"];

/**
 * A serializer that never throws. `@jupyterlab/services` parses and checks a message inside a
 * socket's event handler, where an error would end this process: a message that is not one is
 * replaced by one that everybody ignores.
 *
 * A server restarts a kernel that died, blank. For a run that is the same as a dead kernel, so
 * its status "restarting" is handed on as "dead"; the client then does not reconnect.
 */
export function guardSerializer(serializer: Serializer): Serializer {
  let session = "";
  return {
    serialize: (message, protocol) => serializer.serialize(message, protocol),
    deserialize: (data, protocol) => {
      try {
        const message = serializer.deserialize(data, protocol);
        validateMessage(message);
        ({ session } = message.header);
        return withoutRestart(message);
      } catch {
        const ignored = newMessage("clinic_malformed", session);
        return { ...ignored, channel: "iopub" } as unknown as KernelMessage.IMessage;
      }
    },
  };
}

function withoutRestart(message: KernelMessage.IMessage): KernelMessage.IMessage {
  const content = message.content as Record<string, unknown>;
  const isRestart =
    message.channel === "iopub" &&
    (message.header.msg_type as string) === "status" &&
    content["execution_state"] === "restarting";
  if (!isRestart) return message;
  return { ...message, content: { execution_state: "dead" } };
}
