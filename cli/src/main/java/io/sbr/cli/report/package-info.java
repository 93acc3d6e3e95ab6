/** What a person or a script sees: tables, JSON, progress. */
package io.sbr.cli.report;
