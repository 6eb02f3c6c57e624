# What the scripts share: options, the JDK, and the build. To be sourced; $script is the name of the script that does.
# shellcheck shell=bash

fail() {
  echo "$script: $*" >&2
  exit 1
}

# The value of an option, given as --option VALUE or --option=VALUE.
needs_value() {
  [ "$2" -ge 2 ] || fail "$1 needs a value; see $script --help"
}

# Answers --help from the file beside the scripts, without building anything. To be called in the project's folder.
help_when_asked() {
  for argument in "$@"; do
    case "$argument" in
      -h | --help)
        cat "scripts/help/${script#scripts/}.txt"
        exit 0
        ;;
    esac
  done
}

# Makes a folder, or says in one line why not; the hint says what to do about it.
make_folder() {
  if ! mkdir -p "$1" 2>/dev/null || [ ! -w "$1" ]; then
    fail "$(id -un) cannot write to the folder $(absolute "$1"). $2"
  fi
}

# Paths are the caller's, so they are made whole before this script goes to its own folder.
absolute() {
  case "$1" in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s/%s\n' "$PWD" "$1" ;;
  esac
}

# In the locale C a JVM cannot open a path with an ü in it.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}" in
  C | POSIX) export LC_ALL=C.UTF-8 ;;
esac

java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java

java_version() {
  "$java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p'
}

require_jdk() {
  version=$(java_version || true)
  if [ -z "$version" ]; then
    [ -z "${JAVA_HOME:-}" ] || fail "no Java found at $java. Set JAVA_HOME to a JDK 17 or newer, or unset it."
    fail "no Java found. Install a JDK 17 or newer, or set JAVA_HOME to one."
  fi
  if [ "$version" -lt 17 ]; then
    fail "a JDK 17 or newer is needed, and $java is version $version. Set JAVA_HOME to a newer one."
  fi
}

build_elsewhere="Build as a user who may, or in a copy of this project; the jar it makes runs from any folder."

# Maven writes target/pressroom.jar in place, which would pull the ground from under a service that runs off it. So
# services run off a copy, which is only ever replaced whole: one that runs keeps the file it was started from. Only
# what the scripts have built themselves is copied: another build may be under way, or may have been broken off.
built=target/pressroom.jar
jar=target/run/pressroom.jar
lock=target/run/building

is_current() {
  [ -f "$jar" ] && [ -z "$(find src/main conf pom.xml -newer "$jar" 2>/dev/null | head -n 1)" ]
}

build() {
  if [ -f "$jar" ]; then
    echo "Building what has changed ..."
  else
    echo "Building (first time only, takes a minute) ..."
  fi
  touch target/run/begun
  if ! ./mvnw -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcyclonedx.skip=true \
    -Dlicense.skipAddThirdParty=true package >target/run/build.log 2>&1 </dev/null; then
    tail -n 40 target/run/build.log >&2
    fail "the build failed; all it said is in target/run/build.log"
  fi
  cp "$built" "$jar.new"
  touch -r target/run/begun "$jar.new"
  mv -f "$jar.new" "$jar"
  rm -f target/run/*.jsa*
}

unlock() {
  rm -rf "$lock"
}

# One build at a time. A lock whose owner is gone, or never signed it, was left by a build that was killed.
lock_build() {
  unsigned=0
  told=no
  until mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/pid" 2>/dev/null || true)
    [ -n "$owner" ] || unsigned=$((unsigned + 1))
    if [ "$unsigned" -gt 5 ] || { [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; }; then
      unlock
      unsigned=0
      continue
    fi
    if [ "$told" = no ]; then
      echo "Waiting for another build to end ..."
      told=yes
    fi
    sleep 1
  done
  trap unlock EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  echo $$ >"$lock/pid"
}

# Builds the jar that services run off, $jar, unless it is there and nothing has changed since. To be called in the
# project's folder.
provide_jar() {
  require_jdk
  if ! is_current; then
    make_folder target/run "$build_elsewhere"
    lock_build
    is_current || build
    unlock
    trap - EXIT INT TERM
  fi
}

# The classes of the service as a JVM has them in memory, kept in a file (class data sharing): a start that maps it takes
# little more than half the time and less memory. The first service that ends after a build leaves it behind; its end
# takes a second longer. The JVM ignores one that was made by another JVM or for another jar. Gives $sharing, the options
# for it: none where agents are loaded, with which a JVM makes no archive, or where the options speak of archives.
share_classes() {
  sharing=
  case "${JAVA_OPTS:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}" in
    *agent* | *-Xrun* | *-Xshare* | *Archive*) return ;;
  esac
  archive=target/run/pressroom-$version.jsa
  if [ ! -w target/run ]; then
    if [ "$archive" -nt "$jar" ]; then
      sharing="-Xlog:cds=off -Xlog:cds+dynamic=off -XX:SharedArchiveFile=$archive"
    fi
    return
  fi
  # Services that end at the same time each leave their own.
  for left in "$archive".*; do
    if [ "$left" -nt "$jar" ]; then
      mv -f "$left" "$archive"
    fi
  done
  if [ "$archive" -nt "$jar" ]; then
    sharing=-XX:SharedArchiveFile=$archive
  else
    sharing=-XX:ArchiveClassesAtExit=$archive.$$
  fi
  # shellcheck disable=SC2034 # for the script that called
  sharing="-Xlog:cds=off -Xlog:cds+dynamic=off $sharing"
}

# Builds the tests' classes, unless they are there and nothing has changed since, and copies them into a folder: the
# program that is run off it is not pulled from under its feet by another build. To be called in the project's folder;
# gives $test_classpath.
provide_test_classes() {
  classes=$1
  if [ ! -f "$classes/classpath" ] || [ -n "$(find src conf pom.xml -newer "$classes/classpath" 2>/dev/null | head -n 1)" ]; then
    make_folder "$classes" "$build_elsewhere"
    echo "Building what has changed ..." >&2
    touch "$classes/begun"
    if ! ./mvnw -B -q -Dspotless.check.skip=true test-compile \
      org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
      -DincludeScope=test "-Dmdep.outputFile=$classes/classpath.new" >"$classes/build.log" 2>&1 </dev/null; then
      tail -n 40 "$classes/build.log" >&2
      fail "the build failed; all it said is in $classes/build.log"
    fi
    rm -rf "$classes/classes" "$classes/test-classes"
    cp -R target/classes target/test-classes "$classes/"
    touch -r "$classes/begun" "$classes/classpath.new"
    mv -f "$classes/classpath.new" "$classes/classpath"
  fi
  # shellcheck disable=SC2034 # for the script that called
  test_classpath=$classes/test-classes:$classes/classes:$(cat "$classes/classpath")
}
