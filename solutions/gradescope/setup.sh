#!/usr/bin/env bash
# Runs once, when Gradescope builds the image. The course lies in source/course.
set -euo pipefail
root=${AUTOGRADER:-/autograder}

if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 22 ? 0 : 1)' 2> /dev/null; then
  apt-get update
  apt-get install -y --no-install-recommends npm
  npm install --global node@22
fi
cd "$root/source/course"
node src/clinic.mjs ready
# A submission runs as a user of its own, and may not read these.
for private in solutions labs .git; do
  [ ! -e "$private" ] || chmod -R go-rwx "$private"
done
