/** The server's options, and how it is started and ended from a terminal. */
package io.sbr.cli.serve;
