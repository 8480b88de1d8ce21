#!/usr/bin/env node
'use strict';

function fail(message) {
  process.stderr.write('error: ' + message + '\n');
  process.exitCode = 2;
}

// Old Node versions must understand this file, to say that they are too old.
if (Number.parseInt(process.versions.node, 10) < 20) {
  fail('iamx needs Node 20 or newer, this is ' + process.version);
} else {
  let program;
  try {
    program = require('../dist/node/main.cjs');
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    fail('iamx is not built\nhint:  npm run build');
  }
  if (program) {
    program.start().then(function (status) {
      process.exitCode = status;
    });
  }
}
