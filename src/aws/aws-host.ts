import { partitionOfRegion, partitions } from '../identifiers/partition.ts';
import { iamHostNames } from './query-endpoint.ts';

/** The services that are asked here, by the first words of their hosts. */
const services = ['sts', 'iam', 'portal.sso', 'oidc', 'signin'].flatMap((name) => [name, `${name}-fips`]);

/** Where the sign-in service has hosts of its own: client-signin 3.1173, `endpoint/bdd.js`. */
const signInHost =
  /^([a-z\d-]+)\.(?:oauth\.signin\.aws|signin(?:-fips)?\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com|amazonaws-eusc\.eu|c2shome\.ic\.gov|sc2shome\.sgov\.gov|csphome\.adc-e\.uk|csphome\.hci\.ic\.gov))$/;

const suffixes = [
  ...new Set(partitions.flatMap(({ dnsSuffix, dualStackSuffix }) => [dnsSuffix, dualStackSuffix])),
];
const iamHosts: ReadonlySet<string> = new Set(iamHostNames());

/**
 * Whether the URL leads to a service of AWS itself: encrypted, and to one of the hosts that the services have. Whatever
 * else ends in AWS's names may be a customer's: a load balancer, a bucket, an endpoint service.
 */
export function isAwsUrl({ protocol, hostname }: URL): boolean {
  if (protocol !== 'https:') return false;
  if (iamHosts.has(hostname)) return true;
  const [, signInRegion] = signInHost.exec(hostname) ?? [];
  if (signInRegion !== undefined) return isRegion(signInRegion);
  return suffixes.some((suffix) => {
    if (!hostname.endsWith(`.${suffix}`)) return false;
    return isServiceHost(hostname.slice(0, -suffix.length - 1));
  });
}

/** `sts`, `sts.eu-west-1`, and `vpce-….sts.eu-west-1.vpce` for an interface endpoint of AWS's own service. */
function isServiceHost(name: string): boolean {
  const [, inner] = /^vpce-[a-z\d-]{1,80}\.([a-z\d.-]+)\.vpce$/.exec(name) ?? [];
  const host = inner ?? name;
  return services.some((service) => {
    if (host === service) return inner === undefined;
    return host.startsWith(`${service}.`) && isRegion(host.slice(service.length + 1));
  });
}

function isRegion(name: string): boolean {
  return name === 'us-gov' || partitionOfRegion(name) !== undefined;
}

/** Whether what is sent to the host stays on this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host) || /^(?:[^.]+\.)?localhost$/.test(host);
}
