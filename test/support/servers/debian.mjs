import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { isRoot } from './programs.mjs';

const startPolicy = '/usr/sbin/policy-rc.d';
const clusterFolder = '/etc/postgresql-common/createcluster.d';
const clusterPolicy = `${clusterFolder}/schakel-test.conf`;
// Without a lock timeout a second installation at the same moment fails at once.
const aptOptions = ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300'];
const installOptions = ['--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold'];

export function hasDebianPackages() {
  return isRoot && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Its talk goes to our error stream: `servers.mjs start` prints shell lines on the other one.
  return spawnSync('apt-get', [...args, ...aptOptions], { env, stdio: ['ignore', 2, 2] }).status === 0;
}

function install(packages) {
  const args = ['install', ...installOptions, ...packages];
  // The list of packages is absent in images and may be old: fetched only when the first try fails.
  return apt(...args) || (apt('update') && apt(...args));
}

/** Installs packages without their services starting and without the cluster that Debian makes for PostgreSQL. */
export function installDebianPackages(packages) {
  const forbidsStart = !existsSync(startPolicy);
  if (forbidsStart) {
    writeFileSync(startPolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  }
  mkdirSync(clusterFolder, { recursive: true });
  writeFileSync(clusterPolicy, 'create_main_cluster = false\n');
  try {
    return install(packages);
  } finally {
    rmSync(clusterPolicy, { force: true });
    if (forbidsStart) {
      rmSync(startPolicy, { force: true });
    }
  }
}
