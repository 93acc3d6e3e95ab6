/**
 * One class for each subcommand: checks its options, calls the library, prints. No computing of its
 * own, and no drawing.
 */
package io.sbr.cli.command;
