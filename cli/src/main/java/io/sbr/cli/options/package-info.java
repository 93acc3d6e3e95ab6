/**
 * Options that several commands share, where each value came from, and how a failure is told. Never
 * what a command does with them.
 */
package io.sbr.cli.options;
