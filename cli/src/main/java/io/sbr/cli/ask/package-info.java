/**
 * How a trained run is asked on the command line and in files, and how its answers are written:
 * sessions as CSV or JSON in, rankings as text, CSV or JSON out, one answer for each line.
 */
package io.sbr.cli.ask;
