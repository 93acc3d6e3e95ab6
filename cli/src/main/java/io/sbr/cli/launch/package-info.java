/**
 * How a JVM comes to have what it computes with. {@code java -jar} cannot switch the Vector API on,
 * so commands that compute start a second JVM that has it and stay behind to pass signals and the
 * exit code on; the script {@code sbr} starts one that has it at once. What both may find in a
 * user's cache.
 */
package io.sbr.cli.launch;
