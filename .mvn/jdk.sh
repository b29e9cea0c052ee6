# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced by mvnw and tophash (POSIX sh): finds a JDK that can compile and run the project.

JDK_NEEDED=22

# What must be in bin: javac for a JDK, java for a JRE.
jdk_program_needed=javac

# The feature number of the Java in $1 ("25" for 25.0.3), or nothing when it is none, or lacks the program needed.
jdk_feature()
{
    [ -x "$1/bin/java" ] && [ -x "$1/bin/$jdk_program_needed" ] || return 0
    if [ -r "$1/release" ]
    then
        sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release" | head -n 1
    else
        "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9][0-9]*\).*/\1/p' | head -n 1
    fi
}

jdk_fits()
{
    jdk_feature_found=$(jdk_feature "$1")
    [ -n "$jdk_feature_found" ] && [ "$jdk_feature_found" -ge "$JDK_NEEDED" ]
}

# The JDK that a java program belongs to, links followed: bin/java -> JDK. A script of a version manager knows it.
jdk_of_program()
{
    jdk_program=$1
    while [ -L "$jdk_program" ]
    do
        jdk_link=$(readlink "$jdk_program")
        case $jdk_link in
            /*) jdk_program=$jdk_link ;;
            *) jdk_program=$(dirname "$jdk_program")/$jdk_link ;;
        esac
    done
    jdk_home_found=$(CDPATH='' cd -- "$(dirname "$jdk_program")/.." 2>/dev/null && pwd -P) || return 0
    if [ -r "$jdk_home_found/release" ] || [ ! -x "$jdk_program" ]
    then
        printf '%s\n' "$jdk_home_found"
    else
        "$jdk_program" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p' | head -n 1
    fi
}

# Prints the home of a Java that runs a finished program; a JDK is one, too.
find_jre()
{
    jdk_program_needed=java
    find_jdk
}

# Prints the home of a JDK. Order: TOPHASH_JAVA (nothing else when it is set), JAVA_HOME, variables such as
# JAVA_HOME_25_X64 and JDK_25, java on the PATH, then the newest one in the places where JDKs are installed.
find_jdk()
{
    if [ -n "${TOPHASH_JAVA-}" ]
    then
        jdk_home=$TOPHASH_JAVA
        [ -d "$jdk_home" ] || jdk_home=$(jdk_of_program "$(command -v "$TOPHASH_JAVA" || :)")
        jdk_fits "$jdk_home" || return 1
        printf '%s\n' "$jdk_home"
        return 0
    fi

    for jdk_variable in JAVA_HOME $(env | sed -nE 's/^((JAVA|JDK)[A-Z0-9_]*)=\/.*/\1/p' | sort -r)
    do
        eval "jdk_home=\${$jdk_variable-}"
        if [ -n "$jdk_home" ] && jdk_fits "$jdk_home"
        then
            printf '%s\n' "$jdk_home"
            return 0
        fi
    done

    if command -v java >/dev/null 2>&1
    then
        jdk_home=$(jdk_of_program "$(command -v java)")
        if jdk_fits "$jdk_home"
        then
            printf '%s\n' "$jdk_home"
            return 0
        fi
    fi

    jdk_best=
    jdk_best_feature=0
    for jdk_home in \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /usr/local/openjdk* /opt/java/* /opt/jdk* \
        /opt/hostedtoolcache/*/*/* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.m2/jdks/* "${HOME-}"/.gradle/jdks/* \
        "${HOME-}"/.asdf/installs/java/* "${HOME-}"/.local/share/mise/installs/java/* "${HOME-}"/.jbang/cache/jdks/*
    do
        if jdk_fits "$jdk_home" && [ "$jdk_feature_found" -gt "$jdk_best_feature" ]
        then
            jdk_best=$jdk_home
            jdk_best_feature=$jdk_feature_found
        fi
    done
    [ -n "$jdk_best" ] || return 1
    printf '%s\n' "$jdk_best"
}

# The one sentence for a machine without a JDK that fits; $1 is the command that says it.
say_no_jdk()
{
    if [ -n "${TOPHASH_JAVA-}" ]
    then
        echo "$1: TOPHASH_JAVA is not a JDK $JDK_NEEDED or newer: TOPHASH_JAVA=$TOPHASH_JAVA" >&2
    else
        echo "$1: no JDK $JDK_NEEDED or newer was found: install one, for example Eclipse Temurin 25 from adoptium.net" \
            "or your system's own package, or point JAVA_HOME at it." >&2
    fi
}
