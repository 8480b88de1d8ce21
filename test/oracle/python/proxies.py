"""Which proxy botocore takes for the URLs of standard input, a JSON line each, in the environment of the line."""

import json
import os
import sys
from urllib.parse import urlsplit

from botocore.utils import get_environ_proxies


def proxy(asked):
    os.environ.clear()
    os.environ.update(asked['env'])
    return get_environ_proxies(asked['url']).get(urlsplit(asked['url']).scheme)


for line in sys.stdin:
    print(json.dumps(proxy(json.loads(line))))
