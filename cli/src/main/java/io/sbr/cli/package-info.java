/**
 * The entry of {@code sbr-cli.jar}: which command is asked for, and in which JVM it runs. Commands
 * themselves live in {@code cli.command}; nothing here loads a model.
 */
package io.sbr.cli;
