"""Asks botocore's default chain, one JSON line of standard input after the other.

Every request that it makes, to whatever host, goes to the fake on 127.0.0.1; no other connection can be opened.
"""

import getpass
import json
import os
import socket
import sys
from urllib.parse import urlsplit, urlunsplit

PORT = int(os.environ['IAMX_FAKE_PORT'])
PATH = os.environ.get('PATH', '')

# Somebody sits at the terminal and types the code.
getpass.getpass = lambda prompt: '123456'

import botocore.credentials
import botocore.httpsession
import botocore.loaders
import botocore.session
import botocore.tokens
import botocore.utils

real_connect = socket.socket.connect


def connect(self, address):
    if address[:2] != ('127.0.0.1', PORT):
        raise RuntimeError('only the loopback may be reached')
    return real_connect(self, address)


socket.socket.connect = connect
real_send = botocore.httpsession.URLLib3Session.send


def send(self, request):
    scheme, host, path, query, fragment = urlsplit(request.url)
    request.headers['X-Original-Host'] = host
    request.url = urlunsplit(('http', f'127.0.0.1:{PORT}', path, query, fragment))
    return real_send(self, request)


botocore.httpsession.URLLib3Session.send = send
# Nothing here gets better by waiting.
botocore.utils.ContainerMetadataFetcher.SLEEP_TIME = 0

LOADER = botocore.loaders.Loader()


def text(value):
    """A map that stands where a text belongs."""
    return 'a map' if isinstance(value, dict) else value


def ask(case):
    os.environ.clear()
    os.environ.update({'PATH': PATH, **case['env']})
    cache = os.path.join(case['home'], '.aws', 'sso', 'cache')
    botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR = cache
    botocore.tokens.SSOTokenProvider._SSO_TOKEN_CACHE_DIR = cache
    options = case['options']
    try:
        session = botocore.session.Session(profile=options.get('profile'))
        session.register_component('data_loader', LOADER)
        if options.get('region') is not None:
            session.set_config_variable('region', options['region'])
        credentials = session.get_credentials()
        if credentials is None:
            return {'kind': 'none'}
        keys = credentials.get_frozen_credentials()
        answer = {
            'kind': 'keys',
            'accessKeyId': text(keys.access_key),
            'secretAccessKey': text(keys.secret_key),
            'source': credentials.method,
        }
        if keys.token is not None:
            answer['sessionToken'] = text(keys.token)
        return answer
    except Exception as error:
        return {'kind': 'error', 'name': type(error).__name__, 'message': str(error)}


for line in sys.stdin:
    print(json.dumps(ask(json.loads(line))), flush=True)
