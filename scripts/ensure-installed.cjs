'use strict';
// Runs before `npm start` and `npm test`, on whatever Node the machine has: installs what package-lock.json
// names when that has not happened yet, so that a fresh clone needs no other command. Plain old JavaScript.
var fs = require('node:fs');
var path = require('node:path');
var childProcess = require('node:child_process');

var root = path.join(__dirname, '..');
var wanted = path.join(root, 'package-lock.json');
var stamp = path.join(root, 'node_modules', '.installed-lock.json');

function same(a, b) {
  try {
    return fs.readFileSync(a, 'utf8') === fs.readFileSync(b, 'utf8');
  } catch (_) {
    return false;
  }
}

if (!same(wanted, stamp)) {
  process.stderr.write('Installing dependencies (once) …\n');
  // On Windows npm is a script, which only a shell can start.
  var installed = childProcess.spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (installed.status !== 0) {
    process.stderr.write('npm ci failed. Look at its messages above; a network or a proxy setting may be missing.\n');
    process.exit(1);
  }
  fs.copyFileSync(wanted, stamp);
}

// The npm package `node` brings Node 24 with it; where its install script was not allowed to run, the
// machine's own Node must do.
var found = childProcess.spawnSync('node', ['--version'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
var numbers = String(found.stdout).replace('v', '').split('.').map(Number);
if (!(numbers[0] > 22 || (numbers[0] === 22 && numbers[1] >= 18))) {
  process.stderr.write(
    'Node 22.18 or newer is needed to run the sources, and this is ' +
      String(found.stdout).trim() +
      '. ' +
      'Install it, or let npm run the install script of the package "node" (npm config set ignore-scripts false; npm ci).\n',
  );
  process.exit(1);
}
