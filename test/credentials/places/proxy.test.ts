import { expect, test } from 'vitest';
import { findProxy } from '../../../src/credentials/places/proxy.ts';

const proxy = { https_proxy: 'http://p:1' };

test.each([
  // [rules, URL, environment, the variable that decides]
  ['python', 'https://sts.amazonaws.com/', { HTTPS_PROXY: 'http://P:2', ...proxy }, 'https_proxy'],
  ['go', 'https://sts.amazonaws.com/', { HTTPS_PROXY: 'http://P:2', ...proxy }, 'HTTPS_PROXY'],
  ['python', 'http://x.example/', { HTTP_PROXY: 'http://P:2', ...proxy }, 'HTTP_PROXY'],
  ['python', 'http://x.example/', { HTTP_PROXY: 'http://P:2', REQUEST_METHOD: 'GET' }, undefined],
  ['python', 'https://sts.amazonaws.com/', { https_proxy: '' }, undefined],
  ['ignored', 'https://sts.amazonaws.com/', proxy, undefined],
  ['python', 'https://sts.amazonaws.com/', { ...proxy, no_proxy: '*' }, undefined],
  ['python', 'https://sts.amazonaws.com/', { ...proxy, NO_PROXY: 'localhost, .amazonaws.com' }, undefined],
  ['go', 'https://sts.amazonaws.com/', { ...proxy, NO_PROXY: 'amazonaws.com' }, undefined],
  ['python', 'https://notamazonaws.com/', { ...proxy, NO_PROXY: 'amazonaws.com' }, 'https_proxy'],
  ['python', 'https://x.example:8443/', { ...proxy, NO_PROXY: 'x.example:443' }, 'https_proxy'],
  ['python', 'https://x.example:8443/', { ...proxy, NO_PROXY: 'x.example:8443' }, undefined],
  ['go', 'https://10.1.2.3/', { ...proxy, NO_PROXY: '10.0.0.0/8' }, undefined],
  ['go', 'https://11.1.2.3/', { ...proxy, NO_PROXY: '10.0.0.0/8' }, 'https_proxy'],
  ['go', 'https://localhost/', proxy, undefined],
  ['go', 'https://127.0.0.1/', proxy, undefined],
  ['python', 'https://127.0.0.1/', proxy, 'https_proxy'],
  // botocore 1.43 `get_environ_proxies` on Python 3.11, run.
  ['python', 'http://169.254.169.254/', { HTTP_PROXY: 'http://P:2', http_proxy: '' }, undefined],
  ['python', 'http://169.254.169.254/', { HTTP_PROXY: 'p', NO_PROXY: '169.254.0.0/16' }, 'HTTP_PROXY'],
  ['python', 'http://169.254.169.254/', { HTTP_PROXY: 'p', NO_PROXY: '169.254.169.254:80' }, 'HTTP_PROXY'],
  ['python', 'http://169.254.169.254/', { HTTP_PROXY: 'p', NO_PROXY: 'x 169.254.169.254' }, 'HTTP_PROXY'],
  ['python', 'http://169.254.169.254/', { HTTP_PROXY: 'p', NO_PROXY: 'x,*' }, 'HTTP_PROXY'],
  ['python', 'http://169.254.169.254/', { HTTP_PROXY: 'p', NO_PROXY: '.169.254.169.254' }, undefined],
  [
    'python',
    'http://169.254.169.254/',
    { HTTP_PROXY: 'p', NO_PROXY: '169.254.169.254', no_proxy: '' },
    'HTTP_PROXY',
  ],
  ['python', 'http://127.0.0.1:5057/', { HTTP_PROXY: 'p', NO_PROXY: '127.0.0.1:5057' }, undefined],
  ['python', 'http://[fd00:ec2::254]/', { HTTP_PROXY: 'p', NO_PROXY: '[fd00:ec2::254]' }, undefined],
  ['python', 'http://[fd00:ec2::254]/', { HTTP_PROXY: 'p', NO_PROXY: 'fd00:ec2::254' }, 'HTTP_PROXY'],
  ['python', 'http://169.254.169.254/', { ALL_PROXY: 'p' }, undefined],
  ['rust', 'http://169.254.169.254/', { ALL_PROXY: 'p' }, 'ALL_PROXY'],
  ['rust', 'http://169.254.169.254/', { ALL_PROXY: 'p', REQUEST_METHOD: 'GET' }, 'ALL_PROXY'],
  // Any letters for Python, those of the last one; a method that is set to nothing is one.
  ['python', 'http://169.254.169.254/', { Http_Proxy: 'p' }, 'Http_Proxy'],
  ['python', 'http://169.254.169.254/', { HTTP_PROXY: 'p', Http_Proxy: 'q' }, 'Http_Proxy'],
  ['python', 'http://169.254.169.254/', { HTTP_PROXY: 'p', Http_Proxy: '' }, 'HTTP_PROXY'],
  ['python', 'http://169.254.169.254/', { HTTP_PROXY: 'p', No_Proxy: '169.254.169.254' }, undefined],
  ['python', 'http://169.254.169.254/', { HTTP_PROXY: 'p', REQUEST_METHOD: '' }, undefined],
  ['python', 'http://169.254.169.254/', { http_proxy: 'p', REQUEST_METHOD: 'GET' }, 'http_proxy'],
  ['go', 'http://169.254.169.254/', { HTTP_PROXY: 'p', REQUEST_METHOD: '' }, 'HTTP_PROXY'],
  ['go', 'http://169.254.169.254/', { Http_Proxy: 'p' }, undefined],
  ['go', 'http://169.254.169.254/', { ALL_PROXY: 'p' }, undefined],
] as const)('%s, %s in %j: %s', (rules, url, env, variable) => {
  expect(findProxy(new URL(url), env, rules)?.variable).toBe(variable);
});
