#!/bin/sh
# image.sh PROGRAM IMAGE: makes a folder that holds the program and the Java that it runs on, with
# the Vector API, of the jlink of JAVA_HOME. Nothing else need be installed where it is copied to.
#
# PROGRAM is where the build has put the script, the jar and share.
set -eu
program=$1
image=$2

# What "jdeps --print-module-deps" names, and what is only found at run time: elliptic curves for
# TLS, and the Vector API.
modules=java.base,java.desktop,java.naming,java.sql,jdk.management,jdk.unsupported
modules=$modules,jdk.crypto.ec,jdk.incubator.vector

rm -rf "$image"
"$JAVA_HOME/bin/jlink" --add-modules "$modules" --no-header-files --no-man-pages --output "$image"
"$image/bin/java" -Xshare:dump >/dev/null # the JDK's own class archive, without which starts are slow
cp -p "$program/sbr-cli.jar" "$image/lib/"
cp "$program/sbr" "$image/bin/"
cp -R "$program/share" "$image/"
