#!/usr/bin/env node
'use strict';

// Old Node versions must understand this file, to say that they are too old.
if (Number.parseInt(process.versions.node, 10) < 20) {
  process.stderr.write('error: iamx needs Node 20 or newer, this is ' + process.version + '\n');
  process.exitCode = 2;
} else {
  require('../dist/node/main.cjs')
    .start()
    .then(function (status) {
      process.exitCode = status;
    });
}
