/** STS that knows the caller and IAM that denies, on the loopback, for as long as `work` takes. */
import { createServer } from 'node:http';

const identity =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
  '<Arn>arn:aws:iam::111122223333:user/mika</Arn><UserId>AIDAJMIKAMIKAMIKA2F3Q</UserId>' +
  '<Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';
const denied = '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>';

export async function withAws(work) {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      const isSts = body.includes('Action=GetCallerIdentity');
      response.writeHead(isSts ? 200 : 403, { 'content-type': 'text/xml' }).end(isSts ? identity : denied);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
