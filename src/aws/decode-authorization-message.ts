import { callSts, type CallSettings } from './sts-client.ts';

/** The JSON text behind an encoded authorization message. Throws as `callSts`. */
export function decodeAuthorizationMessage(message: string, settings: CallSettings): Promise<string> {
  return callSts('sts:DecodeAuthorizationMessage', settings, async (client, sts, abortSignal) => {
    const command = new sts.DecodeAuthorizationMessageCommand({ EncodedMessage: message });
    const { DecodedMessage } = await client.send(command, { abortSignal });
    return DecodedMessage ?? '';
  });
}
