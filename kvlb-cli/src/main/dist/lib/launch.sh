# shellcheck shell=sh
# What the launchers of the source tree and of a distribution share: they read this file, call find_java, find the jar, and
# call start.
#
# The first one-shot command makes, in the background, an archive of classes in ${XDG_CACHE_HOME:-$HOME/.cache}/kvlb,
# with which later ones start faster. Nothing depends on it.
#
# Every start of a one-shot command pays for this script, so the usual path is shell built-ins only.

fail() {
    printf 'kvlb: %s\n' "$2" >&2
    exit "$1"
}

# find_java DIRECTORY: sets java, and major, its version. What is known of it is kept under the directory; empty is none.
find_java() {
    if [ -n "${JAVA_HOME-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || fail 127 "JAVA_HOME has no bin/java: $JAVA_HOME"
    else
        java=$(command -v java) || fail 127 "no java found: install a JDK 17 or newer, or set JAVA_HOME"
    fi

    # To ask java for its version costs as much as a whole command, so the answer is kept, with the file that java really
    # is. It is asked again when that is another one, or was installed anew, which changes the directory.
    known=${1:+$1$java}
    major=
    real=
    # shellcheck disable=SC3013 # -ef and -nt are POSIX since 2024, and dash, bash, ksh and busybox have them
    if [ -f "$known" ]; then
        read -r major real <"$known" || :
        if [ ! "$java" -ef "$real" ] || [ "${real%/*}" -nt "$known" ]; then major=; fi
    fi
    if [ -z "$major" ]; then
        major=$("$java" -version 2>&1) || fail 127 "$java does not run: $major"
        major=${major#*version \"} # openjdk version "17.0.15" 2025-04-15
        major=${major#1.}          # up to 8 they called themselves 1.8
        major=${major%%[!0-9]*}
        [ -n "$major" ] || fail 127 "cannot tell the version of $java"
        [ "$major" -ge 17 ] || fail 127 "java 17 or newer is needed, and $java is $major: set JAVA_HOME"
        real=$(readlink -f "$java") || real=$java
        # Where nothing can be written it is asked every time.
        [ -z "$known" ] || {
            mkdir -p "${known%/*}" && printf '%s %s\n' "$major" "$real" >"$known.$$" && mv "$known.$$" "$known"
        } 2>/dev/null || :
    fi
}

# Where this user keeps what can be made again; empty where that is nowhere.
cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
case $cache in
    /*) ;;
    *) cache= ;;
esac

# The archive of classes is found by the paths of the java and the jar that it is for; where either has changed since, it
# is stale. Should it be of no use all the same, the JVM notices and does without. It takes no colon in the path.
archive=
find_archive() {
    archive=${cache:+$cache/kvlb$java$jar.$major}
    case $java$archive in
        [!/]* | *:*) archive= ;;
    esac
}

# Made aside and renamed, by one at a time. Where that fails the directory for it stays, so that it is tried again only
# later. JDK 17 crashes on an archive that is cut short, unless objects of the heap end it, and only G1 writes them.
make_archive() {
    making=$archive.making
    mkdir -p "${archive%/*}" || return 0
    if ! mkdir "$making"; then
        [ -n "$(find "$making" -prune -mmin +10)" ] || return 0
        touch "$making" || return 0
    fi
    made=
    list=$making/list
    aside=$making/archive
    # shellcheck disable=SC2086
    if [ "$major" -ge 24 ]; then
        "$java" $gc $flags -XX:AOTMode=record "-XX:AOTConfiguration=$list" -cp "$jar" dev.kvlb.cli.Rehearsal &&
            "$java" $gc $flags -XX:AOTMode=create "-XX:AOTConfiguration=$list" "-XX:AOTCache=$aside" -cp "$jar"
    else
        "$java" $gc $flags "-XX:DumpLoadedClassList=$list" -cp "$jar" dev.kvlb.cli.Rehearsal &&
            "$java" -XX:+UseG1GC $flags -Xshare:dump "-XX:SharedClassListFile=$list" "-XX:SharedArchiveFile=$aside" -cp "$jar"
    fi && mv -f "$aside" "$archive" && made=yes
    rm -f "$list" "$aside"
    if [ -n "$made" ]; then rmdir "$making"; fi
}

# start JAR ARGUMENT...: becomes the command.
start() {
    jar=$1
    shift

    # In the C locale Java turns every argument that is not ASCII into question marks, without a word.
    export LC_ALL=C.UTF-8
    set -f # the options are split, not expanded

    # Standard output belongs to the command: what the JVM has to say goes to standard error.
    case ${1-} in
        balancer | worker | demo | soak)
            # G1 by name: the JVM picks the serial collector on small machines, and the parallel one stops the world for
            # all of a heap that is mostly live data. In regions of 1 MiB what a store allocates for records is old from the
            # start: no collection copies it. A server out of memory must go, so that the cluster sees it.
            gc='-XX:+UseG1GC -XX:G1HeapRegionSize=1m'
            flags='-XX:+ExitOnOutOfMemoryError -Xlog:disable -Xlog:all=warning:stderr'
            # Data is found by its hash, so nearly every access is to another page: large ones save a walk of page tables
            # for each. Linux gives them to those that ask, where it is set to.
            pages=
            { read -r pages </sys/kernel/mm/transparent_hugepage/enabled; } 2>/dev/null
            case $pages in
                *'[madvise]'* | *'[always]'*) flags="$flags -XX:+UseTransparentHugePages" ;;
            esac
            ;;
        bench)
            # All that the compiler can do, so that it measures the server and not itself; little garbage.
            gc=-XX:+UseSerialGC
            flags='-Xlog:disable -Xlog:all=warning:stderr'
            ;;
        *)
            gc=-XX:+UseSerialGC
            # Silent: a JVM that can't use its archive calls that an error.
            flags='-XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable'
            # Who has options of his own may mean others by them than the archive was made with.
            if [ -z "${KVLB_JAVA_OPTS-}" ]; then find_archive; fi
            ;;
    esac
    case ${KVLB_JAVA_OPTS-} in
        *-XX:+Use*GC*) gc= ;; # two collectors are an error
    esac

    if [ -n "$archive" ]; then
        # shellcheck disable=SC3013
        if [ -f "$archive" ] && [ ! "$jar" -nt "$archive" ] && [ ! "$known" -nt "$archive" ]; then
            # Each of the two options is an error where the other belongs.
            if [ "$major" -ge 24 ]; then
                set -- "-XX:AOTCache=$archive" -jar "$jar" "$@"
            else
                set -- "-XX:SharedArchiveFile=$archive" -jar "$jar" "$@"
            fi
            # shellcheck disable=SC2086
            exec "$java" $gc $flags "$@"
        fi
        # It holds none of the streams, so that nobody who reads them waits for it.
        (trap '' HUP INT && make_archive) </dev/null >/dev/null 2>&1 &
    fi
    # shellcheck disable=SC2086
    exec "$java" $gc $flags ${KVLB_JAVA_OPTS-} -jar "$jar" "$@"
}
