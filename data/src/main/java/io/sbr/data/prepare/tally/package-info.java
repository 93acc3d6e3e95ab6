/** What became of a log's rows, counted. */
package io.sbr.data.prepare.tally;
