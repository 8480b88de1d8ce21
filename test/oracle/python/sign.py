"""Signs the requests of standard input, a JSON line each, with botocore, and prints what it would send as authorization."""

import datetime
import json
import sys

import botocore.auth
import botocore.awsrequest
import botocore.credentials


def sign(asked):
    at = datetime.datetime.fromtimestamp(asked['at'], datetime.timezone.utc)
    botocore.auth.get_current_datetime = lambda *_, **__: at
    keys = botocore.credentials.Credentials(asked['accessKeyId'], asked['secretAccessKey'], asked.get('sessionToken'))
    request = botocore.awsrequest.AWSRequest(
        method=asked['method'],
        url=asked['url'],
        headers=asked['headers'],
        data=asked['body'].encode('utf-8'),
    )
    botocore.auth.SigV4Auth(keys, asked['service'], asked['region']).add_auth(request)
    return request.headers['Authorization']


for line in sys.stdin:
    print(json.dumps(sign(json.loads(line))))
