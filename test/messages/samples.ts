/** AWS's and its tools' own wordings, each with the row of the catalogue that must come first; AD: a refusal. */
export const samples: readonly (readonly [id: string, text: string])[] = [
  [
    'E01',
    'An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid',
  ],
  [
    'E02',
    'An error occurred (UnrecognizedClientException) when calling the ListTables operation: The security token included in the request is invalid.',
  ],
  [
    'E03',
    'An error occurred (InvalidAccessKeyId) when calling the ListBuckets operation: The AWS Access Key Id you provided does not exist in our records.',
  ],
  [
    'E04',
    'An error occurred (AuthFailure) when calling the DescribeInstances operation: AWS was not able to validate the provided access credentials',
  ],
  [
    'E05',
    'An error occurred (SignatureDoesNotMatch) when calling the GetCallerIdentity operation: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  ],
  ['E06', "SignatureDoesNotMatch: Credential should be scoped to a valid region, not 'eu-west-1'."],
  [
    'E08',
    'Signature expired: 20210502T144040Z is now earlier than 20210502T173143Z (20210502T174643Z - 15 min.)',
  ],
  [
    'E08',
    'Signature not yet current: 20210502T183640Z is still later than 20210502T175140Z (20210502T173640Z + 15 min.)',
  ],
  [
    'E10',
    'An error occurred (RequestTimeTooSkewed) when calling the ListBuckets operation: The difference between the request time and the current time is too large.',
  ],
  [
    'E11',
    "IncompleteSignature: '/20210316/us-east-1/sts/aws4_request' not a valid key=value pair (missing equal-sign) in Authorization header",
  ],
  ['E12', '{"message":"Missing Authentication Token"}'],
  [
    'E13',
    'An error occurred (ExpiredToken) when calling the AssumeRole operation: The security token included in the request is expired',
  ],
  [
    'E14',
    'An error occurred (InvalidToken) when calling the ListBuckets operation: The provided token is malformed or otherwise invalid.',
  ],
  ['E20', 'Unable to locate credentials. You can configure credentials by running "aws configure".'],
  [
    'E20',
    'aws: [ERROR]: An error occurred (NoCredentials): Unable to locate credentials. You can configure credentials by running "aws login".',
  ],
  ['E21', 'Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY'],
  ['E22', 'The config profile (prod) could not be found'],
  ['E23', 'Unable to parse config file: /home/mika/.aws/config'],
  ['E24', 'CredentialsProviderError: Could not load credentials from any providers'],
  ['E25', 'Could not resolve credentials using profile: [prod] in configuration/credentials file(s).'],
  ['E26', 'Profile prod could not be found in shared credentials file.'],
  ['E27', 'Profile prod requires multi-factor authentication, but no MFA code callback was provided.'],
  ['E28', 'NoCredentialProviders: no valid providers in chain. Deprecated.'],
  [
    'E29',
    'operation error STS: GetCallerIdentity, get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, canceled, context deadline exceeded',
  ],
  ['E30', 'Error: No valid credential sources found for AWS Provider.'],
  [
    'E30',
    'error configuring Terraform AWS Provider: no valid credential sources for Terraform AWS Provider found.',
  ],
  [
    'E33',
    "Infinite loop in credential configuration detected. Attempting to load from profile a which has already been visited. Visited profiles: ['a', 'b']",
  ],
  ['E35', 'Error when retrieving credentials from custom-process: vault locked'],
  ['E36', 'You must specify a region. You can also configure your region by running "aws configure".'],
  ['E37', 'Could not connect to the endpoint URL: "https://sts.eu-cental-1.amazonaws.com/"'],
  [
    'E40',
    'The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session run aws sso login with the corresponding profile.',
  ],
  ['E40', 'Error when retrieving token from sso: Token has expired and refresh failed'],
  ['E41', 'Error loading SSO Token: Token for https://acme.awsapps.com/start does not exist'],
  ['E42', 'UnauthorizedException: Session token not found or invalid'],
  ['E43', 'An error occurred (ForbiddenException) when calling the GetRoleCredentials operation: No access'],
  ['E46', "Your session has expired or credentials have changed. Please reauthenticate using 'aws login'."],
  ['E48', 'Error retrieving metadata: Received non 200 response 404 from container metadata:'],
  [
    'E60',
    'An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::111122223333:user/mika is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/Ops',
  ],
  ['E61', 'Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity'],
  [
    'E62',
    'An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com',
  ],
  [
    'E63',
    'An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: Incorrect token audience',
  ],
  [
    'E67',
    'An error occurred (AccessDenied) when calling the AssumeRole operation: Roles may not be assumed by root accounts.',
  ],
  [
    'E68',
    'An error occurred (AccessDenied) when calling the GetSessionToken operation: MultiFactorAuthentication failed with invalid MFA one time pass code.',
  ],
  [
    'E70',
    'An error occurred (ValidationError) when calling the AssumeRole operation: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
  ],
  ['E71', 'ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'],
  ['E72', 'PackedPolicyTooLarge: Packed size of session tags consumes 138% of allotted space.'],
  [
    'E74',
    'An error occurred (AccessDenied) when calling the GetSessionToken operation: Cannot call GetSessionToken with session credentials',
  ],
  ['E79', 'Error: Cannot assume IAM Role'],
  ['E81', 'WebIdentityErr: failed to retrieve credentials'],
  [
    'E90',
    'User: arn:aws:sts::111122223333:assumed-role/Dev/mika is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/AppRole because no identity-based policy allows the iam:PassRole action',
  ],
  [
    'E91',
    'An error occurred (AccessDeniedException) when calling the CreateFunction operation: Cross-account pass role is not allowed.',
  ],
  ['E92', 'InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.'],
  [
    'E93',
    "ECS was unable to assume the role 'arn:aws:iam::111122223333:role/task' that was provided for this task.",
  ],
  [
    'E94',
    'InvalidParameterValue: Value (web) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
  ],
  ['E100', 'DeleteConflict: Cannot delete entity, must detach all policies first.'],
  ['E101', 'DeleteConflict: Cannot delete entity, must remove tokens from principal first.'],
  [
    'E102',
    'MalformedPolicyDocument: Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/gone"',
  ],
  [
    'E103',
    'MalformedPolicyDocument: Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!',
  ],
  ['E104', 'MalformedPolicyDocument: Policy document should not specify a principal.'],
  ['E109', 'LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10'],
  ['E112', 'NoSuchEntity: The role with name Ops cannot be found.'],
  [
    'E115',
    'An error occurred (ValidationError) when calling the GetUser operation: Must specify userName when calling with non-User credentials',
  ],
  [
    'E118',
    'An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. Encoded authorization failure message: XQ_jqde5rHje6j9P',
  ],
  ['E119', 'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied'],
  ['E21', 'Error using profile: 2, partial credentials found for profile default'],
  ['E22', 'Error: failed to get shared config profile, prod'],
  ['E22', 'Unable to find the "prod" profile.'],
  [
    'E23',
    'failed to load shared config file, /root/.aws/credentials, read all: read /root/.aws/credentials: is a directory',
  ],
  ['E27', 'Error: assume role with MFA enabled, but AssumeRoleTokenProvider session option not set.'],
  ['E44', 'Error: failed to find SSO session section, acme'],
  ['E44', 'The specified sso-session does not exist: "acme"'],
  [
    'E44',
    'The profile "default" is configured to use the SSO token provider but the "zz" sso_session configuration does not exist.',
  ],
  ['E45', 'Error: sso_start_url in profile "dev" must match sso_start_url in sso-session'],
  ['E49', 'Error: invalid endpoint host, "10.1.2.3", only loopback/ecs/eks hosts are allowed'],
  [
    'E52',
    'only one credential type may be specified per profile: source profile, credential source, credential process, web identity token',
  ],
  ['E52', 'credential type source_profile requires role_arn, profile default'],
  [
    'E53',
    'failed to load credentials, resolve auth token: authorization token contains invalid newline sequence',
  ],
  [
    'E54',
    'The profile is configured to use the services section but the "local" services configuration does not exist.',
  ],
  ['E55', "Provided region_name 'us_east_1' doesn't match a supported format."],
  ['E55', 'Error: Missing region value'],
  ['E56', 'Invalid endpoint: minio:9000'],
  ['E56', 'resolve endpoint: endpoint rule error, Custom endpoint `localhost:9000` was not a valid URI'],
  ['E57', "[Errno 13] Permission denied: '/.aws'"],
  ['E58', 'Failed to assume role: a client bootstrap is necessary for querying STS'],
  [
    'E59',
    'Generic S3 error: Error performing PUT http://169.254.169.254/latest/api/token in 10.2s, after 10 retries',
  ],
  [
    'E20',
    'aws: [ERROR]: An error occurred (NoCredentials): Unable to locate credentials. You can configure credentials by running "aws configure".',
  ],
  [
    'E36',
    'aws: [ERROR]: An error occurred (NoRegion): You must specify a region. You can also configure your region by running "aws configure".',
  ],
  [
    'AD',
    'User: arn:aws:iam::777788889999:user/JohnDoe is not authorized to perform: codecommit:ListRepositories with an explicit deny in a service control policy',
  ],
  [
    'AD',
    'User: arn:aws:iam::123456789012:user/JohnDoe is not authorized to perform: codecommit:ListRepositories because no VPC endpoint policy allows the codecommit:ListRepositories action',
  ],
  [
    'AD',
    'User: arn:aws:iam::123456789012:user/JohnDoe is not authorized to perform: codedeploy:ListDeployments on resource: arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:* with an explicit deny in a sessions policy',
  ],
  [
    'AD',
    'User: arn:aws:iam::123456789012:user/JohnDoe is not authorized to perform: sts:AssumeRole because the role trust policy allows the sts:AssumeRole action',
  ],
  [
    'AD',
    'User: arn:aws:iam::777788889999:user/JohnDoe is not authorized to perform: sts:AssumeRole with an explicit deny in the role trust policy',
  ],
  [
    'AD',
    'User: arn:aws:sts::111122223333:assumed-role/role-name/role-session-name is not authorized to perform: SNS:Publish on resource: arn:aws:sns:us-east-1:444455556666:role-name-2 with an explicit deny in a VPC endpoint policy transitively through a service control policy',
  ],
  [
    'AD',
    'User: arn:aws:iam::123456789012:user/Matt is not authorized to perform: iam:ListRoles on resource: arn:aws:iam::123456789012:role/* with an explicit deny in a service control policy: arn:aws:organizations::987654321098:policy/o-qv5af4abcd/service_control_policy/p-2kgnabcd',
  ],
  [
    'AD',
    'User: arn:aws:sts::112233445566:assumed-role/AWSReservedSSO_PermSetName_0123456789abcdef/abcde is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::amzn-bucket/standard.txt" with an explicit deny in a resource control policy',
  ],
  [
    'AD',
    'User: arn:aws:iam::111122223333:user/mika is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/Ops',
  ],
  [
    'AD',
    'User: arn:aws:sts::111122223333:assumed-role/GitHubActionsRole/GitHubActions is not authorized to perform: iam:GetUser on resource: user GitHubActions because no identity-based policy allows the iam:GetUser action',
  ],
  ['AD', 'User: anonymous is not authorized to perform: es:ESHttpGet'],
  [
    'AD',
    'User: arn:aws:iam::111122223333:user/mika is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:111122223333:instance/* with an explicit deny',
  ],
  [
    'AD',
    'User: arn:aws:iam::111122223333:user/mika is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/abc because no permissions boundary allows the kms:Decrypt action.',
  ],
  [
    'AD',
    'User: arn:aws:iam::123456789012:user/matt is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::123456789012:user/bob with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/NoUsers. Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/1a2b3c4d for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: 1a2b3c4d',
  ],
  [
    'AD',
    'User: arn:aws:sts::123456789012:assumed-role/Dev/mika is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::123456789012:user/bob because no identity-based policy allows the iam:CreateUser action. Go to https://eu-west-1.console.aws.amazon.com/iam/home?region=eu-west-1#/authorization-details/9z8y7x for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: 9z8y7x.',
  ],
  ['E07', "InvalidSignatureException: Credential should be scoped to correct service: 'sts'."],
  [
    'E09',
    'An error occurred (RequestExpired) when calling the DescribeStacks operation: Request has expired.',
  ],
  [
    'E15',
    'An error occurred (OptInRequired) when calling the DescribeInstances operation: You are not subscribed to this service. Please go to http://aws.amazon.com to subscribe.',
  ],
  [
    'E16',
    'An error occurred (RegionDisabledException) when calling the AssumeRole operation: STS is not activated in this region for account:111122223333. Your account administrator can activate STS in this region using the IAM Console.',
  ],
  [
    'E17',
    'An error occurred (Throttling) when calling the ListRoles operation (reached max retries: 4): Rate exceeded',
  ],
  [
    'E31',
    'Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain(credentialsProviders=[SystemPropertyCredentialsProvider()])',
  ],
  ['E32', 'the credential provider was not enabled: no providers in chain provided credentials'],
  ['E34', 'The source_profile "base" referenced in the profile "prod" does not exist'],
  [
    'E38',
    'SSL validation failed for https://sts.eu-west-1.amazonaws.com/ [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)',
  ],
  ['E39', 'Unable to locate authorization token'],
  [
    'E47',
    'An error occurred (AccessDeniedException) when calling the CreateOAuth2Token operation: User: arn:aws:sts::111122223333:assumed-role/Dev/mika is not authorized to perform: signin:CreateOAuth2Token on resource: arn:aws:signin:eu-west-1:111122223333:oauth2/public-client/localhost',
  ],
  ['E50', 'Invalid response received from instance metadata service: the instance has no role'],
  ['E51', 'Credentials were refreshed, but the refreshed credentials are still expired.'],
  [
    'E64',
    "An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
  ],
  [
    'E65',
    'An error occurred (ExpiredTokenException) when calling the AssumeRoleWithWebIdentity operation: Token expired: current date/time 1700003600 must be before the expiration date/time 1700000000',
  ],
  [
    'E66',
    'An error occurred (IDPCommunicationError) when calling the AssumeRoleWithWebIdentity operation: The identity provider did not answer',
  ],
  [
    'E69',
    'An error occurred (AccessDenied) when calling the AssumeRole operation: MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
  ],
  [
    'E73',
    'An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:sts::111122223333:assumed-role/CI/run is not authorized to perform: sts:TagSession on resource: arn:aws:iam::444455556666:role/Ops',
  ],
  [
    'E75',
    "An error occurred (ValidationError) when calling the AssumeRole operation: 1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
  ],
  [
    'E76',
    'An error occurred (ValidationError) when calling the AssumeRole operation: Request ARN is invalid',
  ],
  [
    'E77',
    'An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithSAML operation: Response signature invalid (service: AWSSecurityTokenService)',
  ],
  [
    'E78',
    'RoleSessionName is required in AuthnResponse (service: AWSSecurityTokenService; status code: 400)',
  ],
  [
    'E80',
    'Error: Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers',
  ],
  [
    'E95',
    'InvalidParameterValueException: The provided execution role does not have permissions to call CreateNetworkInterface on EC2',
  ],
  [
    'E96',
    'An error occurred (InvalidInput) when calling the CreateServiceLinkedRole operation: Service role name AWSServiceRoleForElasticLoadBalancing has been taken in this account, please try a different suffix.',
  ],
  [
    'E97',
    "An error occurred (UnmodifiableEntity) when calling the DeleteRole operation: Cannot perform the operation on the protected role 'AWSReservedSSO_Admin_0123456789abcdef' - this role is only modifiable by AWS",
  ],
  [
    'E105',
    'An error occurred (MalformedPolicyDocument) when calling the PutRolePolicy operation: Policy statement must contain resources.',
  ],
  [
    'E106',
    'An error occurred (MalformedPolicyDocument) when calling the CreatePolicy operation: Syntax errors in policy.',
  ],
  [
    'E107',
    'An error occurred (MalformedPolicyDocument) when calling the CreatePolicy operation: Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  ],
  [
    'E108',
    'An error occurred (MalformedPolicyDocument) when calling the CreateRole operation: AssumeRole policy may only specify STS AssumeRole actions.',
  ],
  [
    'E110',
    'An error occurred (LimitExceeded) when calling the CreatePolicyVersion operation: A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
  ],
  [
    'E111',
    'An error occurred (EntityAlreadyExists) when calling the CreateRole operation: Role with name Ops already exists.',
  ],
  [
    'E113',
    'An error occurred (EntityTemporarilyUnmodifiable) when calling the UpdateUser operation: try again',
  ],
  [
    'E114',
    'An error occurred (ConcurrentModification) when calling the PutRolePolicy operation: Another update is in progress',
  ],
  [
    'E116',
    'An error occurred (InvalidInput) when calling the AttachRolePolicy operation: ARN arn:aws:iam::aws:AdministratorAccess is not valid.',
  ],
  [
    'E117',
    'An error occurred (AccessDenied) when calling the PutBucketPolicy operation: User: arn:aws:iam::111122223333:user/mika is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::acme" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
  ],
  [
    'E120',
    'An error occurred (AccessDeniedException) when calling the Decrypt operation: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  ],
  [
    'E121',
    'An error occurred (AccessDenied) when calling the ListUsers operation: User: arn:aws:iam::111122223333:user/mika is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::111122223333:user/ with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/ForceMFA',
  ],
  [
    'E122',
    '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********3333:abc123/prod/GET/x"}',
  ],
  ['E122', '{"Message":"User is not authorized to access this resource"}'],
  ['E122', '{"Message":"User is not authorized to access this resource with an explicit deny"}'],
  [
    'E123',
    'An error occurred (AccessDeniedException) when calling the GetSecretValue operation: Access to KMS is not allowed',
  ],
  [
    'E123',
    'Lambda was unable to decrypt the environment variables because KMS access was denied. Please check the function’s KMS key settings. KMS Exception: AccessDeniedException',
  ],
  [
    'E124',
    'An error occurred (AccessDeniedException) when calling the GetTable operation: Insufficient Lake Formation permission(s): Required Describe on orders',
  ],
  [
    'E125',
    "An error occurred (AccessDeniedException) when calling the InvokeModel operation: You don't have access to the model with the specified model ID.",
  ],
  [
    'E126',
    "An error occurred (AccessDeniedException) when calling the ListAccounts operation: You don't have permissions to access this resource.",
  ],
  [
    'E127',
    'An error occurred (InvalidRequestException) when calling the StartQueryExecution operation: Unable to verify/create output bucket acme-athena',
  ],
  ['E127', 'Permission denied on S3 path: s3://acme-data/events/2024/01/01'],
  [
    'E128',
    'An error occurred (PermanentRedirect) when calling the ListObjectsV2 operation: The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
  ],
  [
    'E128',
    "An error occurred (AuthorizationHeaderMalformed) when calling the ListObjectsV2 operation: The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
  ],
  [
    'E129',
    '<Error><Code>InvalidRequest</Code><Message>The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.</Message></Error>',
  ],
  ['E130', 'error: You must be logged in to the server (Unauthorized)'],
  [
    'E131',
    'Unable to connect to the server: getting credentials: exec: executable aws failed with exit code 255',
  ],
  ['E132', 'denied: Your authorization token has expired. Reauthenticate and try again.'],
  [
    'E132',
    'Error response from daemon: Head "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com/v2/app/manifests/1": no basic auth credentials',
  ],
  [
    'E133',
    'An error occurred (TargetNotConnected) when calling the StartSession operation: i-0123456789abcdef0 is not connected.',
  ],
  ['E134', 'Need to perform AWS calls for account 111122223333, but no credentials have been configured'],
  [
    'E134',
    "current credentials could not be used to assume 'arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-eu-west-1', but are for the right account. Proceeding anyway.",
  ],
  [
    'E93',
    'An error occurred (AccessDeniedException) when calling the CreateStateMachine operation: Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
  ],
  [
    'E93',
    'An error occurred (InvalidInputException) when calling the CreateProject operation: CodeBuild is not authorized to perform: sts:AssumeRole on arn:aws:iam::111122223333:role/service-role/build',
  ],
  [
    'E94',
    'The instance profile aws-elasticbeanstalk-ec2-role associated with the environment does not exist.',
  ],
  [
    'AD',
    'User: arn:aws:sts::111122223333:assumed-role/fn-role/fn is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf because no identity-based policy allows the secretsmanager:GetSecretValue action',
  ],
  [
    'E135',
    '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}',
  ],
  [
    'E136',
    'An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist or you do not have access to it.',
  ],
  ['E137', 'FATAL:  PAM authentication failed for user "app"'],
  [
    'E138',
    "AuthorizationException(403, 'security_exception', 'no permissions for [indices:admin/create] and User [name=arn:aws:iam::111122223333:role/x, backend_roles=[arn:aws:iam::111122223333:role/x], requestedTenant=null]')",
  ],
  [
    'E139',
    "'arn:aws:iam::111122223333:role/sf' is not authorized to create managed-rule. (Service: AWSStepFunctions; Status Code: 400; Error Code: AccessDeniedException; Request ID: 8b1d2c3e-0000-4000-8000-0a1b2c3d4e5f; Proxy: null)",
  ],
  [
    'E140',
    "fatal: unable to access 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/app/': The requested URL returned error: 403",
  ],
  [
    'E141',
    '<Error><Code>AllAccessDisabled</Code><Message>All access to this object has been disabled</Message></Error>',
  ],
  [
    'E142',
    'SSM parameter /cdk-bootstrap/hnb659fds/version not found. Has the environment been bootstrapped? Please run `cdk bootstrap`',
  ],
  [
    'E143',
    'Stopped reason: CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:latest: pulling from host 111122223333.dkr.ecr.eu-west-1.amazonaws.com failed with status code [manifests latest]: 403 Forbidden',
  ],
  [
    'E144',
    'An error occurred (InsufficientCapabilitiesException) when calling the CreateChangeSet operation: Requires capabilities : [CAPABILITY_NAMED_IAM]',
  ],
  [
    'E145',
    'operation error S3: GetObject, get identity: get credentials: failed to refresh cached credentials, static credentials are empty',
  ],
  [
    'E146',
    'Missing Dependency: Using the login credential provider requires an additional dependency. You will need to pip install "botocore[crt]" before proceeding.',
  ],
  [
    'E147',
    'ValidationException: Before you can proceed, you must enable a service-linked role to give Amazon OpenSearch Service permissions to access your VPC.',
  ],
  [
    'E147',
    'InvalidParameterException: Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
  ],
  [
    'E140',
    'fatal: unable to access https://git-codecommit.us-east-1.amazonaws.com/v1/repos/web/: The requested URL returned error: 403',
  ],
  [
    'E150',
    'Stopped reason CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref 111122223333.dkr.ecr.us-east-1.amazonaws.com/app:1',
  ],
  [
    'E150',
    'Stopped reason ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: There is a connection issue between the task and AWS Secrets Manager.',
  ],
  [
    'E93',
    'service app was unable to assume the role arn:aws:iam::111122223333:role/exec. Verify that the role exists.',
  ],
  ['E119', 'Access to the resource https://sqs.us-east-1.amazonaws.com/111122223333/orders is denied.'],
  [
    'E149',
    'Error from server (Forbidden): pods is forbidden: User "arn:aws:sts::111122223333:assumed-role/dev/mika" cannot list resource "pods" in API group "" in the namespace "default"',
  ],
  [
    'E148',
    'An error occurred (AccessControlListNotSupported) when calling the PutObject operation: The bucket does not allow ACLs',
  ],
  [
    'E117',
    'An error occurred (AccessDenied) when calling the PutObjectAcl operation: User: arn:aws:iam::111122223333:user/mika is not authorized to perform: s3:PutObjectAcl on resource: "arn:aws:s3:::acme/a.txt" because public access control lists (ACLs) are prevented by the BlockPublicAcls setting in S3 Block Public Access.',
  ],
];
