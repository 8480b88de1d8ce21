import { callSts, type CallSettings } from './sts-client.ts';

/** The account of an access key, twelve digits. Never says whether the key is active. Throws as `callSts`. */
export function getAccessKeyInfo(accessKeyId: string, settings: CallSettings): Promise<string> {
  return callSts(
    'sts:GetAccessKeyInfo',
    settings,
    async (client, { GetAccessKeyInfoCommand }, abortSignal) => {
      const { Account } = await client.send(new GetAccessKeyInfoCommand({ AccessKeyId: accessKeyId }), {
        abortSignal,
      });
      return Account ?? '';
    },
  );
}
