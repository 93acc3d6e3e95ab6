/**
 * Two JVMs for one command: {@code java -jar} cannot switch the Vector API on, so commands that
 * compute start a second JVM that has it and stay behind to pass signals and the exit code on.
 */
package io.sbr.cli.launch;
