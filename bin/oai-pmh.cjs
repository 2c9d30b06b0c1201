#!/usr/bin/env node
'use strict';
// Plain old JavaScript: it must run on any Node to be able to say that the Node is too old.
var numbers = process.versions.node.split('.').map(Number);
if (!(numbers[0] > 22 || (numbers[0] === 22 && numbers[1] >= 12))) {
  process.stderr.write(
    `oai-pmh needs Node 22.12 or newer, and this is Node ${process.versions.node}. Install a newer one from your distribution or nodejs.org.\n`,
  );
  process.exit(2);
}
import('../dist/cli/main.js').catch((error) => {
  process.stderr.write(`oai-pmh cannot start: ${error.message}\n`);
  process.exit(1);
});
